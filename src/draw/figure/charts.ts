/** Single charts as SVG text, for pages that bring their own heading. */
import { type PanelSize, withMargin } from "./compose.ts";
import { type ScoreData, scoreHistogramPanel, survivalPanel } from "./score-figure.ts";
import { svgText } from "./svg-text.ts";
import { type TrainingCurveData, trainingPanel } from "./training-figure.ts";

/** A number over the steps of a training. @param number among the curves of a page, from 0 */
export const trainingChart = (data: TrainingCurveData, number: number, size?: PanelSize): string =>
  svgText(withMargin(trainingPanel(data, number, size), `${data.label} over the training`));

/** Histogram of scores with the null's. */
export const scoreHistogram = (data: ScoreData, size?: PanelSize): string =>
  svgText(withMargin(scoreHistogramPanel(data, size), "Scores and their null"));

/** Share of units above each threshold, with the null's. */
export const survivalChart = (data: ScoreData, size?: PanelSize): string =>
  svgText(withMargin(survivalPanel(data, size), "Share of units above each threshold"));
