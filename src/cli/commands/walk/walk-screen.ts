/** The picture of `walk`: the last stretch of a rat's way in its box, the network's idea of it, and the rat on the rate maps of some units. */

import type { WalkPath } from "../../../analyse/walk-path.ts";
import { bar } from "../../../draw/bar.ts";
import { oneRow } from "../../../draw/beside.ts";
import { finiteRange, type Grid, shareOfRange } from "../../../draw/grid.ts";
import { heatMap } from "../../../draw/heat-map.ts";
import { paint, seriesColour } from "../../../draw/paint.ts";
import { pathPlot } from "../../../draw/path-plot.ts";
import type { Terminal } from "../../../draw/terminal.ts";
import { padRight, truncate } from "../../../draw/text.ts";
import type { Arena } from "../../../world/arena.ts";
import { gap, type WalkLayout } from "./walk-layout.ts";

/** Seconds of the way that are drawn. */
const trailSeconds = 2;
/** Of a map whose unit is silent. */
const darkest = 0.4;
const levels = 8;

export interface WalkedUnit {
  readonly unit: number;
  /** Row 0 at the bottom. */
  readonly map: Grid;
  /** What it does now, in the units of its map. */
  readonly activity: number;
}

export interface WalkMoment {
  readonly path: WalkPath;
  /** Steps made; at least 1. */
  readonly made: number;
  /** s, a step. */
  readonly dt: number;
  /** False: nobody knows how long a step is, and `dt` is of the clock alone. */
  readonly isTimed: boolean;
  readonly arena: Arena;
  /** Name of the network. */
  readonly network: string;
  readonly units: readonly WalkedUnit[];
  /** Of the clock, such as `paused` or `speed x 2`. */
  readonly pace: string;
  /** Which units, and how they were chosen. */
  readonly choice: string;
  /** What holds of its activity beside the activity itself. */
  readonly conditions: string;
  /** The keys; undefined: nobody is there to press one. */
  readonly keys: string | undefined;
}

/** @param rows of the screen; at most as many lines come back, each as wide as the terminal at most */
export function walkScreen(
  moment: WalkMoment,
  layout: WalkLayout,
  terminal: Terminal,
  rows: number,
): string[] {
  const box = walkBox(moment, layout, terminal);
  const tiles = walkTiles(moment, layout, terminal);
  const body = tiles.length === 0 ? box : oneRow([box, tiles], [layout.boxColumns + 2, 0], gap);
  const { keys } = moment;
  const picture = [title(moment), ...body].slice(0, keys === undefined ? rows : Math.max(1, rows - 1));
  return [...picture, ...(keys === undefined ? [] : [keys])]
    .slice(0, rows)
    .map((line) => truncate(line, terminal.columns, terminal.unicode));
}

function title(moment: WalkMoment): string {
  const { path, made, dt, isTimed, pace, choice, conditions } = moment;
  const { errorCm } = path;
  const seconds = isTimed ? `${(made * dt).toFixed(1).padStart(5)} s` : `step ${String(made).padStart(4)}`;
  const parts = [seconds, pace, conditions, choice].filter((part) => part !== "");
  if (!errorCm) return parts.join("   ");
  const mean = errorCm.subarray(0, made).reduce((sum, error) => sum + error, 0) / made;
  const error = `error ${errorCm[made - 1]!.toFixed(1).padStart(5)} cm, mean ${mean.toFixed(1)} cm`;
  return [seconds, error, ...parts.slice(1)].join("   ");
}

function walkBox(
  { path, made, dt, arena, network }: WalkMoment,
  layout: WalkLayout,
  terminal: Terminal,
): string[] {
  const first = Math.max(0, made - Math.round(trailSeconds / dt));
  const trail = (points: Float32Array) => points.subarray(2 * first, 2 * made);
  const here = (points: Float32Array) => points.subarray(2 * made - 2, 2 * made);
  const [rat, thought] = terminal.unicode ? ["●", "✕"] : ["O", "X"];
  const { position, decoded } = path;
  const series = [
    { label: "the rat", paths: [trail(position)] },
    ...(decoded ? [{ label: `decoded by ${network}`, paths: [trail(decoded)], scattered: true }] : []),
    { label: "", paths: [here(position)], mark: rat, of: 0 },
    ...(decoded ? [{ label: "", paths: [here(decoded)], mark: thought, of: 1 }] : []),
  ];
  const { boxColumns: columns } = layout;
  const width = layout.mapRows > 0 ? columns + 2 : terminal.columns;
  return pathPlot(series, arena, { ...terminal, columns: Math.min(width, terminal.columns) }, { columns });
}

/** The maps in rows, each under its number and what its unit does now. */
function walkTiles(
  { units, path, made, arena }: WalkMoment,
  layout: WalkLayout,
  terminal: Terminal,
): string[] {
  const { mapRows, mapColumns, mapWidth, wide } = layout;
  const [x, y] = [path.position[2 * made - 2]!, path.position[2 * made - 1]!];
  const dot = [x / arena.width + 0.5, y / arena.height + 0.5] as const;
  const tiles = units.slice(0, mapRows * mapColumns).map(({ unit, map, activity }) => {
    const range = finiteRange(map.values) ?? [0, 0];
    const share = range[1] > range[0] ? Math.max(0, Math.min(1, shareOfRange(activity, range))) : 0;
    const level = Math.round(share * levels) / levels;
    const brightness = darkest + (1 - darkest) * level;
    const lines = heatMap(map, { ...terminal, columns: mapWidth }, { range, dot, brightness, wide });
    return [caption(unit, share, mapWidth, terminal), ...lines];
  });
  const lines: string[] = [];
  for (let first = 0; first < tiles.length; first += mapColumns) {
    const row = tiles.slice(first, first + mapColumns);
    lines.push(
      ...oneRow(
        row,
        row.map(() => mapWidth),
        gap,
      ),
    );
  }
  return lines;
}

function caption(unit: number, share: number, width: number, { unicode, colour }: Terminal): string {
  const name = `#${unit} `;
  const room = Math.max(0, width - name.length);
  return padRight(
    truncate(name, width, unicode) + paint(bar(share, room, unicode), seriesColour(1), colour),
    width,
  );
}
