/** Pictures of scores beside those of a null. Nothing is scored here. */
import { finiteRange, type Range } from "../grid.ts";
import { countInBins } from "../histogram.ts";
import { formatPercent, type ScoreSample, sampleTitle } from "../score-sample.ts";
import { framed, type PlotArea } from "./axes.ts";
import { arranged, type Heading, inWidth, type PanelSize, roomIn, withHeading } from "./compose.ts";
import { type Key, legend } from "./legend.ts";
import { type Panel, type Point, placed, type Scene, type Shape, straight } from "./scene.ts";
import { bars, outline } from "./step-shapes.ts";
import { textWidth } from "./text.ts";
import { dataColour, ink, textSize } from "./theme.ts";

export interface ScoreData {
  readonly units: ScoreSample;
  readonly noise: ScoreSample;
  /** The customary threshold, marked. */
  readonly threshold: number;
  /** The 95th percentile of the noise, marked; NaN where there is none. */
  readonly p95: number;
  /** Default "hexagonal score". */
  readonly scoreName?: string | undefined;
  /** Axes that several histograms have in common; by default those that fit this one. */
  readonly axes?: HistogramAxes | undefined;
}

export interface HistogramAxes {
  readonly range: Range;
  /** Of the shares, %. */
  readonly highest: number;
}

/** Axes that fit all histograms. @throws RangeError without scores */
export function commonAxes(all: readonly ScoreData[]): HistogramAxes {
  const ranges = all.map(commonRange);
  const range = [
    Math.min(...ranges.map(([low]) => low)),
    Math.max(...ranges.map(([, high]) => high)),
  ] as const;
  const highest = all.map(({ units, noise }) => {
    const bins = binsFor(units.scores.length);
    return Math.max(...sharesIn(units, range, bins), ...sharesIn(noise, range, bins));
  });
  return { range, highest: Math.max(...highest) };
}

const standard: PanelSize = { width: 400, height: 320 };
const least = 280;

/** How the scores of the units and of the null spread: shares of each in common bins. @throws RangeError without scores */
export function scoreHistogramPanel(data: ScoreData, size = standard): Panel {
  const range = data.axes?.range ?? commonRange(data);
  const bins = binsFor(data.units.scores.length);
  const [units, noise] = [sharesIn(data.units, range, bins), sharesIn(data.noise, range, bins)];
  const keys: Key[] = [
    { label: sampleTitle(data.units), colour: dataColour.first, mark: "area" },
    { label: sampleTitle(data.noise), colour: dataColour.null, mark: "line" },
  ];
  return withLegend(keys, {
    ...size,
    x: { label: scoreName(data), range },
    y: { label: "share in bin (%)", range: [0, 1.1 * (data.axes?.highest ?? Math.max(...units, ...noise))] },
    draw: (area) => [
      ...bars(units, range, area),
      outline(noise, range, area, dataColour.null),
      ...thresholdLines(data, area),
    ],
    over: (area) => thresholdNames(data, area),
  });
}

/** Of a sample in each bin, %. */
const sharesIn = ({ scores }: ScoreSample, range: Range, bins: number): number[] =>
  countInBins(scores, range, bins).map((count) => (scores.length > 0 ? (100 * count) / scores.length : 0));

/** Which share of the units and of the null scores above each threshold. @throws RangeError without scores */
export function survivalPanel(data: ScoreData, size = standard): Panel {
  const range = commonRange(data);
  const curves = [
    { sample: data.units, colour: dataColour.first },
    { sample: data.noise, colour: dataColour.null },
  ];
  const above = ({ scores }: ScoreSample, threshold: number) =>
    Array.from(scores).filter((score) => score > threshold).length / scores.length;
  const keys = curves.map(({ sample, colour }): Key => {
    const shares = [data.threshold, data.p95].map(
      (threshold) => `${formatPercent(above(sample, threshold))} above ${threshold.toFixed(2)}`,
    );
    return { label: `${sample.label}: ${shares.join(", ")}`, colour, mark: "line" };
  });
  return withLegend(keys, {
    ...size,
    x: { label: `threshold on the ${scoreName(data)}`, range },
    y: { label: "share above the threshold (%)", range: [0, 100] },
    draw: (area) => [
      ...curves.map(({ sample, colour }): Shape => {
        const lines = [survivalLine(sample.scores, range, area)];
        return { kind: "lines", lines, stroke: { colour, width: 1.8 } };
      }),
      ...thresholdLines(data, area),
      ...curves.flatMap(({ sample, colour }) =>
        [data.threshold, data.p95].map((threshold): Shape => {
          const y = area.y(100 * above(sample, threshold));
          const [fill, stroke] = [{ colour }, { colour: "#ffffff", width: 1 }];
          return { kind: "ellipse", x: area.x(threshold), y, radiusX: 4, radiusY: 4, fill, stroke };
        }),
      ),
    ],
    over: (area) => thresholdNames(data, area),
  });
}

/** Histogram and survival curve side by side. */
export function scoreFigure(data: ScoreData, heading: Heading, width?: number): Scene {
  const parts = [scoreHistogramPanel, survivalPanel].map(
    (panel) => (given?: number) => panel(data, inWidth(standard, given)),
  );
  return withHeading(arranged(parts, roomIn(width), least), heading, width);
}

const scoreName = ({ scoreName: name = "hexagonal score" }: ScoreData): string => name;

function withLegend(keys: readonly Key[], frame: Parameters<typeof framed>[0]): Panel {
  const above = legend(keys, frame.width);
  const panel = framed({ ...frame, top: above.height + 20 });
  return { ...panel, shapes: [placed(above, 0, 0), ...panel.shapes] };
}

/** All scores and the thresholds, widened to whole tenths so that the axes of two panels agree. */
function commonRange({ units, noise, threshold, p95 }: ScoreData): Range {
  const range = finiteRange([...Array.from(units.scores), ...Array.from(noise.scores)]);
  if (!range) throw new RangeError("no scores to draw");
  const marked = [threshold, p95].filter((at) => !Number.isNaN(at));
  const [lowest, highest] = [Math.min(range[0], ...marked), Math.max(range[1], ...marked)];
  return [Math.floor(lowest * 10 - 1e-9) / 10, Math.ceil(highest * 10 + 1e-9) / 10];
}

/** About the square root of the sample, neither a comb nor a block. */
const binsFor = (units: number): number => Math.min(40, Math.max(12, Math.round(1.6 * Math.sqrt(units))));

/** The exact step curve: it falls at each score. Units without score are counted and never above. */
function survivalLine(scores: ArrayLike<number>, [first, last]: Range, area: PlotArea): Point[] {
  const sorted = Array.from(scores)
    .filter((score) => !Number.isNaN(score))
    .sort((a, b) => a - b);
  const share = (above: number) => area.y((100 * above) / scores.length);
  const points: Point[] = [[area.x(first), share(sorted.length)]];
  sorted.forEach((score, i) => {
    points.push([area.x(score), share(sorted.length - i)], [area.x(score), share(sorted.length - i - 1)]);
  });
  points.push([area.x(last), share(0)]);
  return points;
}

/** The customary one dashed, that of the noise solid. */
const thresholdLines = ({ threshold, p95 }: ScoreData, { x, height }: PlotArea): Shape[] => [
  straight([x(threshold), 0], [x(threshold), height], { colour: ink.plain, width: 1, dashes: [5, 4] }),
  ...(Number.isNaN(p95)
    ? []
    : [straight([x(p95), 0], [x(p95), height], { colour: dataColour.second, width: 1.4 })]),
];

/** Nearer than this, the names of two lines would touch. */
const closeLines = 10;

/** Away from each other, for the lines may be close; neither beyond the frame. */
function thresholdNames({ threshold, p95 }: ScoreData, { x, width }: PlotArea): Shape[] {
  const beyond = Math.abs(x(threshold) - x(p95)) < closeLines ? -2 : 3;
  const name = (at: number, text: string, colour: string, isLeft: boolean): Shape => {
    const wide = textWidth(text, textSize.small);
    const left = isLeft ? Math.max(0, x(at) - wide + beyond) : Math.min(x(at) - beyond, width - wide);
    return { kind: "text", x: left, y: -5, text, size: textSize.small, colour };
  };
  return [
    name(threshold, `customary ${threshold}`, ink.plain, threshold < p95),
    ...(Number.isNaN(p95)
      ? []
      : [name(p95, `95 % of noise ${p95.toFixed(2)}`, dataColour.second, threshold >= p95)]),
  ];
}
