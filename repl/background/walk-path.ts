/** One rat's way, and where a network that is told its velocity thinks it is. */
import type { Subject } from "../../src/analyse/observe.ts";
import { decode } from "../../src/code/place-code.ts";
import type { Engine } from "../../src/engine/engine.ts";
import { rollOut } from "../../src/model/rollout.ts";
import { allocateTrajectories, simulateTrajectories } from "../../src/world/trajectory.ts";

export interface WalkPath {
  /** [T, 2] m. */
  readonly position: Float32Array;
  /** [T, 2] m. */
  readonly decoded: Float32Array;
  /** Distance of the two, [T] cm; around a periodic box the short way. */
  readonly errorCm: Float64Array;
}

/**
 * The way of rat `number` of the stream "walk".
 * @param steps T
 * @throws UserError when the memory does not hold it
 */
export function walkPath(
  engine: Engine,
  { model, readout, arena, motion }: Subject,
  rat: { readonly seed: number; readonly number: number },
  steps: number,
): WalkPath {
  const { units, placeCells } = model.shape;
  return engine.memory.scope(() => {
    const batch = allocateTrajectories(engine, steps, 1);
    simulateTrajectories(engine, { seed: rat.seed, stream: "walk", first: rat.number }, batch, arena, motion);
    const hidden = engine.memory.allocate("float32", [steps + 1, 1, units], "hidden states");
    rollOut(engine, model, readout, batch, hidden, false);
    const logits = engine.memory.allocate("float32", [steps, placeCells], "logits");
    // biome-ignore format: sizes, then one matrix a line
    engine.matmul.multiply("nn", steps, placeCells, units,
      hidden.pointer + units * 4, units,
      model.weights.decoder.pointer, placeCells,
      logits.pointer, placeCells, false);
    const guesses = engine.memory.allocate("float32", [steps, 2], "decoded positions");
    decode(engine, readout.code, logits, guesses, readout.topK);
    const [position, decoded] = [batch.position.toArray(), guesses.toArray()];
    const errorCm = Float64Array.from({ length: steps }, (_, t) => {
      const dx = apart(position[2 * t]! - decoded[2 * t]!, arena.periodic ? arena.width : undefined);
      const dy = apart(position[2 * t + 1]! - decoded[2 * t + 1]!, arena.periodic ? arena.height : undefined);
      return 100 * Math.hypot(dx, dy);
    });
    return { position, decoded, errorCm };
  });
}

function apart(difference: number, period: number | undefined): number {
  const distance = Math.abs(difference);
  return period === undefined ? distance : Math.min(distance, period - distance);
}
