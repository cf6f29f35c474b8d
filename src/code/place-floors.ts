/** What the best possible network could reach with a place code: the floors under decode error and loss. */
import type { Engine } from "../engine/engine.ts";
import { fillUniform } from "../engine/random.ts";
import type { SharedArray } from "../engine/shared-array.ts";
import { distanceIn, spreadOver } from "../world/arena.ts";
import { type DecodeBy, decodeBy } from "./decode-by.ts";
import { encode, type PlaceCode } from "./place-code.ts";

export interface FloorOptions {
  /** Uniform random positions; default 20,000. */
  readonly samples?: number | undefined;
  readonly seed?: number | undefined;
}

const samplesAtOnce = 1000;

/** Mean distance in cm between uniform positions and what is decoded of their true code; the best 3 cells are the published decoder. */
export function decodeFloorCm(
  engine: Engine,
  code: PlaceCode,
  options: FloorOptions = {},
  by: DecodeBy = 3,
): number {
  const encoded = by === "weight" ? code : orderedLike(code);
  return meanOverPositions(engine, encoded, options, (positions, activity) => {
    const decoded = engine.memory.allocate("float32", positions.shape, "decoded positions");
    decodeBy(engine, code, activity, decoded, by, false);
    const truth = positions.view;
    const guess = decoded.view;
    let sum = 0;
    for (let i = 0; i < truth.length; i += 2) {
      sum += 100 * distanceIn(code.arena, truth[i]! - guess[i]!, truth[i + 1]! - guess[i + 1]!);
    }
    decoded.free();
    return sum;
  });
}

/**
 * A code whose cells have the same order at every place, and all of which tell it. Of Gaussian fields that are narrow beside the box all but the
 * nearest cells are zero to float32, where no order is left; fields as wide as the box have the same.
 */
function orderedLike(code: PlaceCode): PlaceCode {
  const { width, height } = code.arena;
  const isNarrow = code.kind === "gaussian" && code.sigma < Math.min(width, height) / 20;
  return isNarrow ? { ...code, sigma: Math.hypot(width, height) / 4 } : code;
}

/** Mean entropy in nats of the code at uniform positions: no prediction has a lower cross-entropy. */
export function lossFloor(engine: Engine, code: PlaceCode, options: FloorOptions = {}): number {
  return meanOverPositions(engine, code, options, (_, activity) => entropy(activity.view));
}

/** Of all rows of probabilities together, nats. */
export function entropy(probabilities: Float32Array): number {
  let sum = 0;
  for (const p of probabilities) if (p > 0) sum -= p * Math.log(p);
  return sum;
}

/** Mean over uniform positions of what `sum` adds up for a part of them. @param density instead of the code, as `encode` has it */
export function meanOverPositions(
  engine: Engine,
  code: PlaceCode,
  { samples = 20_000, seed = 0 }: FloorOptions,
  sum: (positions: SharedArray<"float32">, activity: SharedArray<"float32">) => number,
  density = false,
): number {
  let total = 0;
  for (let first = 0; first < samples; first += samplesAtOnce) {
    const items = Math.min(samplesAtOnce, samples - first);
    total += engine.memory.scope(() => {
      const positions = engine.memory.allocate("float32", [items, 2], "positions");
      const activity = engine.memory.allocate("float32", [items, code.cells], "place code");
      fillUniform(engine, { seed, stream: "floor", first, items, draws: 2 }, positions);
      spreadOver(code.arena, positions.view);
      encode(engine, code, positions, activity, 0, density);
      return sum(positions, activity);
    });
  }
  return total / samples;
}
