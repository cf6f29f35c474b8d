/** The picture of `watch`: a function of what is known, the size of the screen and the time. */
import { beyondNoise } from "../../../../analyse/beyond-noise.ts";
import { usualBins } from "../../../../analyse/scorer.ts";
import { survival } from "../../../../analyse/survival.ts";
import { nullPercentile, publishedThreshold } from "../../../../analyse/thresholds.ts";
import { type ChartOptions, lineChart, type Series } from "../../../../draw/chart.ts";
import { mosaic } from "../../../../draw/mosaic.ts";
import { paint, type Rgb, seriesColour } from "../../../../draw/paint.ts";
import { progressLine } from "../../../../draw/progress.ts";
import { scoreBars, scoreBarsKey } from "../../../../draw/score-bars.ts";
import type { Terminal } from "../../../../draw/terminal.ts";
import { formatDuration, padRight, truncate, visibleWidth } from "../../../../draw/text.ts";
import { printable } from "../../../../printable.ts";
import type { NoiseScores, Snapshot } from "../../../../session/snapshot.ts";
import { axisLabel } from "../../../../session/training-curves.ts";
import { isOver, type Phase, type TrainingView } from "../../../../session/training-view.ts";
import type { Metric } from "../../../../tasks/experiment.ts";
import { gap, type WatchLayout, watchLayout } from "./watch-layout.ts";

const phaseColour: Readonly<Record<Phase, Rgb>> = {
  starting: seriesColour(0),
  training: seriesColour(2),
  paused: seriesColour(1),
  stopping: seriesColour(1),
  done: seriesColour(2),
  stopped: seriesColour(1),
  failed: seriesColour(4),
};

/** Whose keys the last line explains: those of the shell, or those of a command that trains; none, and there is no such line. */
export type WatchKeys = "shell" | "command" | "none";

/**
 * @param rows of the screen; at most as many lines come back, each as wide as the terminal at most
 * @param now ms, of the clock by which `view.snapshotAt` was taken
 */
export function watchScreen(
  view: TrainingView,
  terminal: Terminal,
  rows: number,
  now: number,
  keys: WatchKeys = "shell",
): string[] {
  const layout = watchLayout(terminal.columns, rows, view.snapshot?.bins ?? usualBins);
  const blank = layout.airy ? [""] : [];
  const picture = [
    ...head(view, terminal),
    ...blank,
    ...charts(view, layout, terminal),
    ...(layout.mapRows > 0 ? ["", ...snapshotOf(view, layout, terminal, now)] : []),
    ...blank,
  ];
  const last = keys === "none" ? [] : [foot(view, layout, terminal, keys)];
  const lines = [...picture.slice(0, Math.max(1, rows - 1)), ...last];
  return lines.slice(0, rows).map((line) => truncate(line, terminal.columns, terminal.unicode));
}

function head(view: TrainingView, terminal: Terminal): string[] {
  const phase = paint(view.phase, phaseColour[view.phase], terminal.colour);
  const title = spread(
    truncate(printable(view.run), terminal.columns - 11, terminal.unicode),
    phase,
    terminal.columns,
  );
  if (view.trouble !== undefined) return [title, printable(view.trouble)];
  if (view.loss === undefined || view.secondsPerStep === undefined) {
    return [
      title,
      view.step > 0 ? `goes on at step ${view.step} of ${view.steps}` : "before the first step",
      "",
    ];
  }
  const metrics = [
    { label: "loss", value: view.loss, digits: 5 },
    ...shownMetrics(view).map(({ short, unit, name }) => ({
      ...{ label: short, unit, digits: 3 },
      value: view.measured[name] ?? Number.NaN,
    })),
  ];
  const { step, steps, secondsPerStep } = view;
  return [title, progressLine({ step, steps, metrics, secondsPerStep }, terminal)];
}

function charts(view: TrainingView, layout: WatchLayout, terminal: Terminal): string[] {
  const { chartHeight, twoCharts } = layout;
  if (chartHeight === 0) return [];
  const { steps, losses, measured } = view.history;
  const options: ChartOptions = { height: chartHeight };
  const lossSeries: Series = { label: "loss (nats)", positions: steps, values: losses };
  const [metric] = shownMetrics(view);
  if (!metric) return lineChart([lossSeries], terminal, options);
  const columns = twoCharts ? Math.floor((terminal.columns - gap) / 2) : terminal.columns;
  const floor = view.levels[metric.name]?.floor ?? Number.NaN;
  const [label, floorLabel] = chartLabels(metric, columns, floor.toFixed(1));
  const series: Series[] = [
    { label, positions: steps, values: measured[metric.name] ?? [] },
    ...(Number.isNaN(floor) ? [] : [{ label: floorLabel, positions: steps, values: steps.map(() => floor) }]),
  ];
  const ofMetric = { ...options, logarithmic: metric.logarithmic };
  if (!twoCharts) return lineChart(series, terminal, ofMetric);
  const half = { ...terminal, columns };
  return beside(lineChart([lossSeries], half, options), lineChart(series, half, ofMetric), columns);
}

const shownMetrics = ({ metrics }: TrainingView): Metric[] => metrics.filter(({ shown }) => shown);

/** As long as the legend of a chart of so many columns can be. */
function chartLabels(metric: Metric, columns: number, floor: string): [string, string] {
  const { short, unit } = metric;
  if (columns >= 44) return [axisLabel(metric), `floor ${floor}`];
  if (columns >= 36) return [axisLabel({ ...metric, label: short }), `floor ${floor}`];
  return [unit === undefined ? short : `${short}, ${unit}`, "floor"];
}

function snapshotOf(view: TrainingView, layout: WatchLayout, terminal: Terminal, now: number): string[] {
  const { snapshot } = view;
  if (!snapshot) return [`maps: ${whyNoSnapshot(view)}`];
  const { mapColumns, mapWidth, scoreWidth } = layout;
  const width = mapColumns * (mapWidth + gap) - gap;
  const maps = [
    truncate(age(view, snapshot, now, width), width, terminal.unicode),
    ...bestMaps(snapshot, layout, { ...terminal, columns: width }),
  ];
  return beside(maps, scores(snapshot, view.noise, scoreWidth, terminal), width);
}

/** Of each snapshot what was drawn last: the colours of maps are most of the work, and they change seldom. */
const drawnMaps = new WeakMap<Snapshot, { readonly form: string; readonly lines: string[] }>();

function bestMaps(snapshot: Snapshot, { mapRows, mapColumns }: WatchLayout, terminal: Terminal): string[] {
  const form = JSON.stringify([mapRows, mapColumns, terminal]);
  const known = drawnMaps.get(snapshot);
  if (known?.form === form) return known.lines;
  const tiles = snapshot.best.slice(0, mapRows * mapColumns).map(({ unit, score, map }) => ({
    caption: `#${unit}  ${score.toFixed(2)}`,
    grid: { values: map, rows: snapshot.bins, columns: snapshot.bins },
  }));
  const lines = tiles.length > 0 ? mosaic(tiles, terminal) : ["no unit has a score yet"];
  drawnMaps.set(snapshot, { form, lines });
  return lines;
}

function whyNoSnapshot({ unseen, nextSnapshot, phase }: TrainingView): string {
  if (unseen !== undefined) return printable(unseen);
  if (phase === "stopped" || phase === "failed") return "none were made";
  return nextSnapshot === null ? "soon" : `in about ${formatDuration(Math.max(1, nextSnapshot))} of training`;
}

/** How old the maps are, in as many words as there is room for. */
function age(view: TrainingView, { step, scores }: Snapshot, now: number, width: number): string {
  const seconds = Math.max(0, Math.round((now - view.snapshotAt) / 1000));
  const old = view.step === step || isOver(view) ? "" : `, ${seconds} s ago`;
  const whole = `best of ${scores.length} units, step ${step}${old}`;
  return whole.length <= width ? whole : `step ${step}${old}`;
}

/** As high as one row of maps of 20 x 20 bins: a heading, a key, the bars, two shares. */
function scores(
  snapshot: Snapshot,
  noise: NoiseScores | undefined,
  width: number,
  terminal: Terminal,
): string[] {
  const fits = noise?.scorer === snapshot.scorer && noise.bins === snapshot.bins && noise.scores.length > 0;
  const theirs = fits ? noise.scores : undefined;
  const key = scoreBarsKey("units", theirs && `noise (step ${noise!.step})`, terminal);
  return [
    `${snapshot.scorer}, ${snapshot.bins} x ${snapshot.bins} bins`,
    key,
    ...scoreBars(snapshot.scores, theirs, width, terminal),
    ...(theirs ? shareLines(snapshot.scores, theirs) : ["no share: noise is not scored yet"]),
  ].map((line) => truncate(line, width, terminal.unicode));
}

function shareLines(units: Float32Array, noise: Float32Array): string[] {
  const percent = (share: number) => `${Math.round(100 * share)} %`;
  const above = (scores: Float32Array) => percent(survival(scores, [publishedThreshold]).shares[0]!);
  const { threshold, share } = beyondNoise(units, noise);
  return [
    `above ${threshold.toFixed(2)}: ${percent(share)}, noise ${100 - nullPercentile} %`,
    `above ${publishedThreshold}: ${above(units)}, noise ${above(noise)}`,
  ];
}

function foot(view: TrainingView, layout: WatchLayout, terminal: Terminal, whose: WatchKeys): string {
  const over = isOver(view);
  const keys = over ? "q leaves" : keysOf(view, whose);
  const small = layout.mapRows === 0 ? "maps need a larger window" : "";
  const cost = view.snapshot && !over ? `maps cost ${(100 * view.snapshotShare).toFixed(1)} %` : "";
  const right = small || cost;
  return visibleWidth(keys) + visibleWidth(right) + gap <= terminal.columns
    ? spread(keys, right, terminal.columns)
    : keys;
}

function keysOf({ phase }: TrainingView, whose: WatchKeys): string {
  const paused = phase === "paused";
  if (whose === "shell") return `q leaves, ${paused ? "p goes on" : "the training goes on; p pauses"}`;
  return `${paused ? "p goes on, q as well, and leaves" : "q leaves, the training goes on; p pauses"}; Ctrl-C saves and stops`;
}

/** One at the left edge, one at the right. */
const spread = (left: string, right: string, columns: number): string =>
  padRight(left, columns - visibleWidth(right)) + right;

function beside(left: readonly string[], right: readonly string[], leftWidth: number): string[] {
  return Array.from({ length: Math.max(left.length, right.length) }, (_, i) =>
    right[i] ? padRight(left[i] ?? "", leftWidth) + " ".repeat(gap) + right[i] : (left[i] ?? ""),
  );
}
