/** Where the box is in the coordinates of a recording: positions are moved so that its middle is at 0. */
import { UserError } from "../../user-error.ts";

/** What the coordinates of a file count from: a corner of the box (its lower left one), its middle, or nobody knows. */
export type Origin = "range" | "corner" | "middle" | readonly [x: number, y: number];

export interface BoxOptions {
  /** m; undefined: from the positions. */
  readonly box: { readonly width: number; readonly height: number } | undefined;
  readonly round: boolean;
  readonly origin: Origin;
  /** Whether the user says what a unit of the file is: then any size is meant. */
  readonly scaled: boolean;
}

export interface PlacedPositions {
  /** m from the middle of the box; NaN also where they were outside it. */
  readonly positions: Float64Array;
  readonly width: number;
  readonly height: number;
  /** Where the middle is in the coordinates of the file, m. */
  readonly middle: readonly [x: number, y: number];
  /** How many were outside, and are not known any more. */
  readonly outside: number;
}

/** A rat's room; more is another unit of length. */
const largestRoom = 20;
/** Errors of tracking; more are a box that does not fit. */
const mostOutside = 0.05;
/** A circle is as wide as what was visited of it, or little more; a square is wider across its corners. */
const roundish = 1.15;
/** m, of rounding. */
const atTheWall = 1e-6;

interface Range {
  readonly low: number;
  readonly high: number;
}

/** @throws UserError when the box does not hold the positions, or nothing of its size can be told from them */
export function placedPositions(
  positions: Float64Array,
  path: string,
  { box, round, origin, scaled }: BoxOptions,
): PlacedPositions {
  const ranges = [rangeOf(positions, 0), rangeOf(positions, 1)] as const;
  const spans = ranges.map(({ low, high }) => high - low) as [number, number];
  if (!scaled && Math.max(...spans) > largestRoom) {
    throw new UserError(
      `the positions in ${path} span ${shown(spans[0])} x ${shown(spans[1])} m`,
      "if they are in cm, say --scale 0.01; if that is meant, --scale 1",
    );
  }
  const middle = middleOf(ranges, origin, box);
  const [width, height] = sidesOf(positions, path, ranges, middle, { box, round });
  if (!(Math.min(width, height) > 0)) {
    throw new UserError(
      `the positions in ${path} span ${shown(spans[0])} x ${shown(spans[1])} m: no box`,
      "a track has no maps; else give --box WxH",
    );
  }
  const moved = positions.map((value, i) => value - middle[(i % 2) as 0 | 1]);
  const isOutside = (x: number, y: number) =>
    round
      ? Math.hypot(x / (width / 2), y / (height / 2)) > 1 + atTheWall
      : Math.abs(x) > width / 2 + atTheWall || Math.abs(y) > height / 2 + atTheWall;
  let [outside, known] = [0, 0];
  for (let i = 0; i < moved.length; i += 2) {
    if (Number.isNaN(moved[i]!)) continue;
    known++;
    if (!isOutside(moved[i]!, moved[i + 1]!)) continue;
    outside++;
    moved[i] = moved[i + 1] = Number.NaN;
  }
  if (outside > mostOutside * known) {
    const what = round ? "a round arena" : "a box";
    const [x, y] = ranges.map(({ low, high }) => `${shown(low)} to ${shown(high)}`);
    throw new UserError(
      `${Math.round((100 * outside) / known)} % of the positions in ${path} are outside ${what} of ${shown(width)} x ${shown(height)} m around (${middle.map(shown).join(", ")}): x goes from ${x}, y from ${y} m`,
      "give another --box or --origin, or --scale",
    );
  }
  return { positions: moved, width, height, middle, outside };
}

const shown = (value: number): string => String(Number(value.toPrecision(4)));

function rangeOf(positions: Float64Array, side: 0 | 1): Range {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = side; i < positions.length; i += 2) {
    if (positions[i]! < low) low = positions[i]!;
    if (positions[i]! > high) high = positions[i]!;
  }
  return { low, high };
}

function middleOf(
  ranges: readonly [Range, Range],
  origin: Origin,
  box: BoxOptions["box"],
): readonly [number, number] {
  if (origin === "middle") return [0, 0];
  if (typeof origin !== "string") return origin;
  const [x, y] = ranges;
  if (origin === "range") return [(x.low + x.high) / 2, (y.low + y.high) / 2];
  return [(box?.width ?? x.high) / 2, (box?.height ?? y.high) / 2];
}

/** To the next tenth of a millimetre. */
const rounded = (side: number): number => Math.ceil(1e4 * side - atTheWall) / 1e4;

/** Of what was visited: the smallest box, or circle, around its middle that holds all positions, where none is given. */
function sidesOf(
  positions: Float64Array,
  path: string,
  ranges: readonly [Range, Range],
  middle: readonly [number, number],
  { box, round }: Pick<BoxOptions, "box" | "round">,
): readonly [width: number, height: number] {
  if (box) return [box.width, box.height];
  const [width, height] = ranges.map(
    ({ low, high }, side) => 2 * Math.max(high - middle[side]!, middle[side]! - low),
  );
  if (!round) return [rounded(width!), rounded(height!)];
  let radius = 0;
  for (let i = 0; i < positions.length; i += 2) {
    const distance = Math.hypot(positions[i]! - middle[0], positions[i + 1]! - middle[1]);
    if (distance > radius) radius = distance;
  }
  if (2 * radius <= roundish * Math.max(width!, height!)) return [rounded(2 * radius), rounded(2 * radius)];
  throw new UserError(
    `the positions in ${path} reach ${shown(radius)} m from their middle, in a range of ${shown(width!)} x ${shown(height!)} m: no round arena`,
    "leave out --arena circle, or give its diameter by --box D",
  );
}
