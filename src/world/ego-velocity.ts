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
  const [v, h] = [velocity.view, heading.view];
  const scale = unit === "metresPerStep" ? dt : 1;
  const [cosine, sine] = order === "cosSin" ? [1, 2] : [2, 1];
  for (let i = 0; i < samples; i++) {
    const turn = h[i + trajectories]! - h[i]!;
    into[3 * i] = scale * Math.hypot(v[2 * i]!, v[2 * i + 1]!);
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
