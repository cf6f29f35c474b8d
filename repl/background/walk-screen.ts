/** The picture of `walk`: the last stretch of a rat's way in its box, and of the network's idea of it. */
import { pathPlot } from "../../src/draw/path-plot.ts";
import type { Terminal } from "../../src/draw/terminal.ts";
import { truncate } from "../../src/draw/text.ts";
import type { Arena } from "../../src/world/arena.ts";
import type { WalkPath } from "./walk-path.ts";

/** Seconds of the way that are drawn. */
export const trailSeconds = 2;
/** Besides the inside of the box: title, legend, frame, scale bar, what lies outside, keys. */
const extraLines = 7;

export interface WalkMoment {
  readonly path: WalkPath;
  /** Steps made; at least 1. */
  readonly made: number;
  /** s, a step. */
  readonly dt: number;
  readonly arena: Arena;
  /** Name of the network, and s of the ways it was trained on. */
  readonly network: string;
  readonly trainedSeconds: number;
}

/** @param rows of the screen; at most as many lines come back, each as wide as the terminal at most */
export function walkScreen(moment: WalkMoment, terminal: Terminal, rows: number): string[] {
  const { path, made, dt, arena, network, trainedSeconds } = moment;
  const first = Math.max(0, made - Math.round(trailSeconds / dt));
  const trail = (points: Float32Array) => points.subarray(2 * first, 2 * made);
  const here = (points: Float32Array) => points.subarray(2 * made - 2, 2 * made);
  const mean = path.errorCm.subarray(0, made).reduce((sum, error) => sum + error, 0) / made;
  const plot = pathPlot(
    [
      { label: "the rat", paths: [trail(path.position)] },
      { label: `decoded by ${network}`, paths: [trail(path.decoded)], scattered: true },
      { label: "now", paths: [here(path.position), here(path.decoded)], scattered: true },
    ],
    arena,
    { ...terminal, columns: columnsFor(arena, terminal.columns, rows - extraLines) },
  );
  const seconds = (made * dt).toFixed(1).padStart(4);
  const error = path.errorCm[made - 1]!.toFixed(1).padStart(5);
  const picture = [`${seconds} s after the start   error ${error} cm, mean ${mean.toFixed(1)} cm`, ...plot];
  const keys = `q leaves, n takes another rat; it was trained on ${trainedSeconds.toFixed(1)} s`;
  return [...picture.slice(0, Math.max(1, rows - 1)), keys]
    .slice(0, rows)
    .map((line) => truncate(line, terminal.columns, terminal.unicode));
}

/** `pathPlot` takes 60 % of the width: as many columns as make the box fit the height. */
function columnsFor({ width, height }: Arena, columns: number, rows: number): number {
  const fitting = Math.floor((2 * Math.max(1, rows) * width) / height);
  return Math.max(10, Math.min(columns, Math.floor(fitting / 0.6)));
}
