/** True and decoded paths in a terminal, each in a window of its own. In a picture they are figure/decoded-paths-panel.ts's. */
import { beside } from "./beside.ts";
import { DotCanvas, type Pen } from "./dot-canvas.ts";
import { headingRuns } from "./heading-runs.ts";
import { paintCells, seriesColour } from "./paint.ts";
import { drawRoundWall, framed, type PlotBox, scaleBar } from "./path-plot.ts";
import { seriesPen } from "./pen.ts";
import type { Terminal } from "./terminal.ts";
import { truncate } from "./text.ts";

/** A path as it was and as it was decoded, both [steps, 2] in m. */
export interface DecodedPath {
  readonly truth: ArrayLike<number>;
  readonly decoded: ArrayLike<number>;
  /** Before the first step; undefined where it is not known. */
  readonly start: readonly [x: number, y: number] | undefined;
  /** Mean distance of the two, cm. */
  readonly errorCm: number;
  /** Both [steps] rad, after each step; undefined: none were decoded. */
  readonly headings?: { readonly truth: ArrayLike<number>; readonly decoded: ArrayLike<number> } | undefined;
}

/** A square part of a box, centred at (x, y), m. */
export interface Window {
  readonly x: number;
  readonly y: number;
  readonly side: number;
}

const mostBeside = 3;
const widest = 40;
const narrowest = 12;
const gap = 2;
/** Of what is seen, beside what lies in it. */
const margin = 1.15;
/** A rat that stands still is not looked at with a microscope, m. */
const smallestWindow = 0.2;

const headingRows = 6;

/**
 * Windows beside each other, each around one path, true to scale: the true path as a line, a mark where the network thought
 * to be after each step, the start on top; above, what is what, and the mean error of each. Below, where they were decoded, the headings over the steps.
 */
export function decodedPathPlot(paths: readonly DecodedPath[], box: PlotBox, terminal: Terminal): string[] {
  const across = Math.min(mostBeside, paths.length);
  const room = Math.floor((terminal.columns + gap) / across) - gap - 2;
  const columns = Math.max(narrowest, Math.min(widest, room));
  const [truth, decoded, start] = pens(terminal);
  const keys = [
    [lineSample(terminal), truth, "true path"],
    [decoded.mark!, decoded, "decoded after each step"],
    [start.mark!, start, "start"],
  ] as const;
  const legend = keys
    .map(
      ([character, { colour }, label]) =>
        `${paintCells([{ character, foreground: colour }], terminal.colour)} ${label}`,
    )
    .join("   ");
  const panels = paths.map((path, i) => pathPanel(path, i, box, columns, terminal));
  return [legend, ...beside(panels, Math.max(terminal.columns, columns + 2))].map((line) =>
    truncate(line.trimEnd(), terminal.columns, terminal.unicode),
  );
}

const lineSample = ({ unicode }: Terminal): string => (unicode ? "⠤⠤" : "**");

function pens(terminal: Terminal): readonly [truth: Pen, decoded: Pen, start: Pen] {
  const colour = (index: number) => (terminal.colour === "none" ? undefined : seriesColour(index));
  return [
    seriesPen(0, terminal),
    { colour: colour(1), mark: terminal.unicode ? "•" : "o" },
    { colour: colour(2), mark: "S" },
  ];
}

function pathPanel(
  path: DecodedPath,
  index: number,
  box: PlotBox,
  columns: number,
  terminal: Terminal,
): string[] {
  const window = windowOf(path, box);
  const canvas = new DotCanvas(columns, Math.max(1, Math.round(columns / 2)), terminal);
  const x = (metres: number) => (metres - window.x) / window.side + 0.5;
  const y = (metres: number) => (metres - window.y) / window.side + 0.5;
  drawRoundWall(canvas, box, x, y, terminal);
  const [truth, decoded, start] = pens(terminal);
  const points = [...(path.start ? [path.start] : []), ...pointsOf(path.truth)];
  points.forEach(([atX, atY], i) => {
    const [beforeX, beforeY] = points[i - 1] ?? [atX, atY];
    const wraps =
      box.periodic === true &&
      (Math.abs(atX - beforeX) > box.width / 2 || Math.abs(atY - beforeY) > box.height / 2);
    if (wraps) canvas.point(x(atX), y(atY), truth);
    else canvas.line(x(beforeX), y(beforeY), x(atX), y(atY), truth);
  });
  for (const [atX, atY] of pointsOf(path.decoded)) canvas.point(x(atX), y(atY), decoded);
  if (path.start) canvas.point(x(path.start[0]), y(path.start[1]), start);
  const caption = `path ${index + 1}: ${path.errorCm.toFixed(1)} cm off`;
  return [
    truncate(caption, columns + 2, terminal.unicode),
    ...framed(canvas, terminal),
    scaleBar(window.side, columns, terminal),
    ...(path.headings ? headingPanel(path.headings, columns, terminal) : []),
  ];
}

/** From -pi at the bottom to pi at the top; the true heading as a line, cut where it goes once around. */
function headingPanel(
  headings: NonNullable<DecodedPath["headings"]>,
  columns: number,
  terminal: Terminal,
): string[] {
  const canvas = new DotCanvas(columns, headingRows, terminal);
  const steps = headings.truth.length;
  const x = (step: number) => (steps > 1 ? (step - 1) / (steps - 1) : 0.5);
  const y = (heading: number) => heading / (2 * Math.PI) + 0.5;
  const [truth, decoded] = pens(terminal);
  for (const run of headingRuns(headings.truth)) {
    run.forEach(({ step, heading }, i) => {
      const before = run[i - 1] ?? { step, heading };
      canvas.line(x(before.step), y(before.heading), x(step), y(heading), truth);
    });
  }
  for (const { step, heading } of headingRuns(headings.decoded).flat()) {
    canvas.point(x(step), y(heading), decoded);
  }
  const name = terminal.unicode ? "heading, −π to π" : "heading, -pi to pi";
  return [truncate(name, columns + 2, terminal.unicode), ...framed(canvas, terminal)];
}

const pointsOf = (path: ArrayLike<number>): [number, number][] =>
  Array.from({ length: path.length / 2 }, (_, i) => [path[2 * i]!, path[2 * i + 1]!]);

/** Around all of a path, inside the box where that is larger. */
export function windowOf({ truth, decoded, start }: DecodedPath, box: PlotBox): Window {
  const points = [...pointsOf(truth), ...pointsOf(decoded), ...(start ? [start] : [])];
  const range = (values: number[]) => [Math.min(...values), Math.max(...values)] as const;
  const [left, right] = range(points.map(([x]) => x));
  const [bottom, top] = range(points.map(([, y]) => y));
  const side = Math.max(smallestWindow, margin * Math.max(right - left, top - bottom));
  const within = (centre: number, size: number) =>
    side >= size ? 0 : Math.max((side - size) / 2, Math.min((size - side) / 2, centre));
  return {
    x: within((left + right) / 2, box.width),
    y: within((bottom + top) / 2, box.height),
    side: Math.min(side, Math.max(box.width, box.height)),
  };
}
