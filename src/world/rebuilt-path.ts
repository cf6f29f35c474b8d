/** A path from the rat's own point of view, speeds and turns, put together again: from where it began to where each step led. */

/** How speeds and turns are to be read; the published files do not say. */
export interface EgoForm {
  /** Of the two numbers behind the speed: the cosine of the turn first, or its sine. */
  readonly order: "cosSin" | "sinCos";
  readonly unit: "metresPerStep" | "metresPerSecond";
  /** Of a step: whether the rat moves along its old heading and then turns, or along its new one. */
  readonly turn: "afterMove" | "beforeMove";
}

/** What is written when nobody asks for another. */
export const usualForm: EgoForm = { order: "cosSin", unit: "metresPerStep", turn: "afterMove" };

/** All there are, the usual one first. */
export const egoForms: readonly EgoForm[] = (["cosSin", "sinCos"] as const).flatMap((order) =>
  (["metresPerStep", "metresPerSecond"] as const).flatMap((unit) =>
    (["afterMove", "beforeMove"] as const).map((turn) => ({ order, unit, turn })),
  ),
);

/** "speed in metres per step, cos, sin; moves, then turns" */
export const formInWords = ({ order, unit, turn }: EgoForm): string =>
  [
    `speed in ${unit === "metresPerStep" ? "metres per step" : "metres per second"}`,
    ...(order === "cosSin" ? ["cos", "sin"] : ["sin", "cos"]),
  ].join(", ") + (turn === "afterMove" ? "; moves, then turns" : "; turns, then moves");

/** One path of T steps. Lengths in m, angles in rad. */
export interface EgoPath {
  readonly start: ArrayLike<number>; // [2] before the first step
  readonly startHeading: ArrayLike<number>; // [1]
  readonly egoVelocity: ArrayLike<number>; // [T, 3]
}

/**
 * Positions and headings after each step, in float64; headings are not wrapped.
 * @param dt s, one step
 * @returns position [T, 2] m, heading [T] rad
 */
export function rebuildPath(
  { start, startHeading, egoVelocity }: EgoPath,
  { order, unit, turn }: EgoForm,
  dt: number,
): { readonly position: Float64Array; readonly heading: Float64Array } {
  const steps = egoVelocity.length / 3;
  const position = new Float64Array(2 * steps);
  const heading = new Float64Array(steps);
  const [cosine, sine] = order === "cosSin" ? [1, 2] : [2, 1];
  const scale = unit === "metresPerStep" ? 1 : dt;
  let [x, y, h] = [start[0]!, start[1]!, startHeading[0]!];
  for (let t = 0; t < steps; t++) {
    const way = scale * egoVelocity[3 * t]!;
    const after = h + Math.atan2(egoVelocity[3 * t + sine]!, egoVelocity[3 * t + cosine]!);
    const along = turn === "afterMove" ? h : after;
    x += way * Math.cos(along);
    y += way * Math.sin(along);
    h = after;
    position[2 * t] = x;
    position[2 * t + 1] = y;
    heading[t] = h;
  }
  return { position, heading };
}
