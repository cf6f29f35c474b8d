/** Single charts as SVG text, for pages that bring their own heading. */
import { type PanelSize, stacked, withMargin } from "./compose.ts";
import { type DecodedPathsData, decodedPathsPanel } from "./decoded-paths-panel.ts";
import { type LatticeData, latticePanel } from "./lattice-figure.ts";
import { type PathFigureData, pathPanels } from "./path-figure.ts";
import { type ScoreData, scoreHistogramPanel, survivalPanel } from "./score-figure.ts";
import { svgText } from "./svg-text.ts";
import { type TrainingCurveData, trainingPanel } from "./training-figure.ts";
import { type UnitTuningData, unitPanel } from "./tuning-figure.ts";

/** A number over the steps of a training. @param number among the curves of a page, from 0 */
export const trainingChart = (data: TrainingCurveData, number: number, size?: PanelSize): string =>
  svgText(withMargin(trainingPanel(data, number, size), `${data.label} over the training`));

/** Histogram of scores with the null's. */
export const scoreHistogram = (data: ScoreData, size?: PanelSize): string =>
  svgText(withMargin(scoreHistogramPanel(data, size), "Scores and their null"));

/** Share of units above each threshold, with the null's. */
export const survivalChart = (data: ScoreData, size?: PanelSize): string =>
  svgText(withMargin(survivalPanel(data, size), "Share of units above each threshold"));

/** Spacing or orientation of grids, beside noise. */
export const latticeChart = (data: LatticeData, size: PanelSize): string =>
  svgText(withMargin(latticePanel(data, size), data.axis));

/** @param width of the chart, pixels */
export const decodedPathsChart = (data: DecodedPathsData, width: number): string =>
  svgText(withMargin(decodedPathsPanel(data, width), "True and decoded paths"));

/** Paths with their headings. @param width of the chart, pixels */
export const predictedPathsChart = (data: PathFigureData, width: number): string =>
  svgText(withMargin(pathPanels(data, width), "Real and predicted paths and headings"));

/** @param width of the chart, pixels */
export const tuningChart = (units: readonly UnitTuningData[], width: number): string =>
  svgText(withMargin(stacked(units.map((unit) => unitPanel(unit, width))), "Tuning to heading and speed"));
