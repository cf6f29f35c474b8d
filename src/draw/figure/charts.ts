/** Single charts as SVG text, for pages that bring their own heading. */
import { withMargin } from "./compose.ts";
import {
  type DecodeErrorData,
  decodeErrorPanel,
  type LossData,
  lossPanel,
  type PanelSize,
} from "./loss-figure.ts";
import { type ScoreData, scoreHistogramPanel, survivalPanel } from "./score-figure.ts";
import { svgText } from "./svg-text.ts";

/** Loss over the steps of a training. */
export const lossChart = (data: LossData, size?: PanelSize): string =>
  svgText(withMargin(lossPanel(data, size), "Training loss"));

/** Decode error over the steps of a training. */
export const decodeErrorChart = (data: DecodeErrorData, size?: PanelSize): string =>
  svgText(withMargin(decodeErrorPanel(data, size), "Decode error"));

/** Histogram of scores with the null's. */
export const scoreHistogram = (data: ScoreData, size?: PanelSize): string =>
  svgText(withMargin(scoreHistogramPanel(data, size), "Scores and their null"));

/** Share of units above each threshold, with the null's. */
export const survivalChart = (data: ScoreData, size?: PanelSize): string =>
  svgText(withMargin(survivalPanel(data, size), "Share of units above each threshold"));
