/** A path as the rat itself is told of it, step by step: how far it goes ahead, and by which turn it looks elsewhere then. */
import type { EgoForm } from "./rebuilt-path.ts";
import type { TrajectoryBatch } from "./trajectory.ts";

type Batch = TrajectoryBatch<"float32" | "float64">;

/**
 * Fills `into` with speed and cosine and sine of the turn of each step but the last. The rat moves along its heading, then turns to that of the next
 * step: so a batch has one step more than there are inputs. The turn is the net one of the step, whatever happened within it.
 * @param batch T + 1 steps of B rats
 * @param dt s, one stored step
 * @param into [T, B, 3]
 * @throws RangeError when `into` has another length
 */
export function egoVelocities(
  { steps, trajectories, velocity, heading }: Batch,
  { order, unit }: Pick<EgoForm, "order" | "unit">,
  dt: number,
  into: Float32Array | Float64Array,
): void {
  const samples = (steps - 1) * trajectories;
  if (into.length !== 3 * samples) {
    throw new RangeError(`${into.length} numbers for ${samples} steps of three`);
  }
  const { view } = heading;
  const moved = { velocity: velocity.view, heading: view, headingAfter: view.subarray(trajectories) };
  tellMotion(moved, { order, scale: unit === "metresPerStep" ? dt : 1 }, into);
}

type Numbers = Float32Array | Float64Array;

/** Steps of rats: velocities [n, 2] in m/s, and the headings [n] of a step and of the next one, rad. */
interface Moved {
  readonly velocity: Numbers;
  readonly heading: Numbers;
  readonly headingAfter: Numbers;
}

/** into [n, 3] = speed times `scale`, and cosine and sine of the turn, of each of the steps that there is room for. */
export function tellMotion(
  { velocity, heading, headingAfter }: Moved,
  { order, scale }: { readonly order: EgoForm["order"]; readonly scale: number },
  into: Numbers,
): void {
  const [cosine, sine] = order === "cosSin" ? [1, 2] : [2, 1];
  for (let i = 0; 3 * i < into.length; i++) {
    const turn = headingAfter[i]! - heading[i]!;
    into[3 * i] = scale * Math.hypot(velocity[2 * i]!, velocity[2 * i + 1]!);
    into[3 * i + cosine] = Math.cos(turn);
    into[3 * i + sine] = Math.sin(turn);
  }
}

interface EgoHeadings<Values> {
  readonly start: Values;
  readonly after: Values;
}

/** Headings before the first step [B] and after each [T, B], rad, of a batch of T + 1 steps: views of its memory. */
export function egoHeadings(batch: TrajectoryBatch): EgoHeadings<Float32Array>;
export function egoHeadings(batch: Batch): EgoHeadings<Float32Array | Float64Array>;
export function egoHeadings({ trajectories, heading }: Batch): EgoHeadings<Float32Array | Float64Array> {
  const { view } = heading;
  return { start: view.subarray(0, trajectories), after: view.subarray(trajectories) };
}
