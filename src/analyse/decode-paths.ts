/** Where a network thinks it is, step by step. */

import { type DecodeBy, decodeBy } from "../code/decode-by.ts";
import { counted } from "../counted.ts";
import type { Engine } from "../engine/engine.ts";
import { type MemoryNeed, oneArray, onHeap, requireMemory } from "../memory-need.ts";
import {
  type ActivityRequest,
  type ActivitySource,
  inPortions,
  type PlaceReadout,
  type Portion,
} from "../tasks/activity-source.ts";
import { type Arena, distanceIn } from "../world/arena.ts";
import { trajectoryFirst } from "../world/trajectory-first.ts";
import { placesOf } from "./places.ts";

export interface DecodedPaths {
  readonly trajectories: number;
  readonly steps: number;
  /** [N, 2] m, before the first step; empty where it is not known. */
  readonly start: Float32Array;
  /** [N, T, 2] m, after each step. */
  readonly position: Float32Array;
  /** [N, T, 2] m. */
  readonly decoded: Float32Array;
  /** Distance of the two, [N, T] m; around a periodic box the short way. */
  readonly error: Float32Array;
  /** Mean over trajectories after each step, [T] cm. */
  readonly errorByStepCm: Float64Array;
  /** Mean of all, cm. */
  readonly errorCm: number;
}

/**
 * Decodes the place after each step.
 * @param by how; default the mean of as many of the best cells as the network was trained to be decoded by
 * @throws UserError when no place can be read out of the source, or the number of cells to average is out of range
 */
export function decodePaths(
  engine: Engine,
  source: ActivitySource,
  request: ActivityRequest,
  by?: DecodeBy,
): DecodedPaths {
  const places = placesOf(source);
  const { trajectories, steps, from = 0 } = request;
  requireMemory({
    what: `decoding ${counted(trajectories, "trajectory", "trajectories")} of ${steps} steps`,
    needs: pathNeeds(trajectories, steps),
    growing:
      trajectories > 1
        ? {
            ...{ name: "--trajectories", value: trajectories, least: 1 },
            needsAt: (count) => pathNeeds(count, steps),
          }
        : { name: "--steps", value: steps, least: 1, needsAt: (count) => pathNeeds(1, count) },
  });
  const start = new Float32Array(2 * trajectories);
  let starts = 0;
  const position = new Float32Array(trajectories * steps * 2);
  const decoded = new Float32Array(trajectories * steps * 2);
  inPortions(source, { ...request, measuring: false }, (portion) => {
    const at = portion.first - from;
    const guesses = decodePortion(engine, places, portion, by);
    if (portion.start) {
      start.set(portion.start.view, at * 2);
      starts += portion.trajectories;
    }
    const truth = portion.position.view;
    trajectoryFirst(truth, portion.trajectories, 2, position.subarray(at * steps * 2));
    trajectoryFirst(guesses, portion.trajectories, 2, decoded.subarray(at * steps * 2));
  });
  const error = distances(position, decoded, source.arena);
  const errorByStepCm = new Float64Array(steps);
  error.forEach((distance, i) => {
    errorByStepCm[i % steps]! += (100 * distance) / trajectories;
  });
  const errorCm = errorByStepCm.reduce((sum, value) => sum + value, 0) / steps;
  return {
    ...{ trajectories, steps, position, decoded, error, errorByStepCm, errorCm },
    start: start.subarray(0, 2 * starts),
  };
}

/** True and decoded paths, and their distances. */
const pathNeeds = (trajectories: number, steps: number): MemoryNeed[] => [
  oneArray("true paths", trajectories * steps * 8, ["--trajectories", "--steps"]),
  oneArray("decoded paths", trajectories * steps * 8, ["--trajectories", "--steps"]),
  oneArray("errors", trajectories * steps * 4, ["--trajectories", "--steps"]),
  onHeap("what is read on the way", trajectories * steps * 20, ["--trajectories", "--steps"]),
];

/** Where the network thinks it is at every sample of a portion, [T, B, 2] m. */
export function decodePortion(
  engine: Engine,
  { code, topK, inLogits }: PlaceReadout,
  portion: Portion,
  by: DecodeBy = topK,
): Float32Array {
  const decoded = new Float32Array(portion.samples * 2);
  inLogits(portion, (logits, first, count) => {
    const guesses = engine.memory.allocate("float32", [count, 2], "decoded positions");
    decodeBy(engine, code, logits, guesses, by, true);
    decoded.set(guesses.view, first * 2);
  });
  return decoded;
}

function distances(a: Float32Array, b: Float32Array, arena: Arena): Float32Array {
  const result = new Float32Array(a.length / 2);
  for (let i = 0; i < result.length; i++) {
    result[i] = distanceIn(arena, a[2 * i]! - b[2 * i]!, a[2 * i + 1]! - b[2 * i + 1]!);
  }
  return result;
}
