/** Where a network thinks it is, step by step. */
import { decode } from "../code/place-code.ts";
import type { Engine } from "../engine/engine.ts";
import { inLogits } from "../tasks/path-integration/logits.ts";
import {
  inRollOuts,
  type Portion,
  type RollOutOptions,
  type Subject,
} from "../tasks/path-integration/roll-outs.ts";
import { type Arena, distanceIn } from "../world/arena.ts";
import { trajectoryFirst } from "../world/trajectory-first.ts";

export interface DecodedPaths {
  readonly trajectories: number;
  readonly steps: number;
  /** [N, 2] m, before the first step. */
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
 * Runs a network along fresh trajectories and decodes each of its states.
 * @throws UserError when the network's `topK` is out of range
 */
export function decodePaths(engine: Engine, subject: Subject, options: RollOutOptions): DecodedPaths {
  const { trajectories, steps, from = 0 } = options;
  const start = new Float32Array(trajectories * 2);
  const position = new Float32Array(trajectories * steps * 2);
  const decoded = new Float32Array(trajectories * steps * 2);
  inRollOuts(engine, subject, { ...options, decoding: false }, (portion) => {
    const at = portion.first - from;
    const guesses = decodePortion(engine, subject, portion);
    start.set(portion.batch.start.view, at * 2);
    const truth = portion.batch.position.view;
    trajectoryFirst(truth, portion.trajectories, 2, position.subarray(at * steps * 2));
    trajectoryFirst(guesses, portion.trajectories, 2, decoded.subarray(at * steps * 2));
  });
  const error = distances(position, decoded, subject.arena);
  const errorByStepCm = new Float64Array(steps);
  error.forEach((distance, i) => {
    errorByStepCm[i % steps]! += (100 * distance) / trajectories;
  });
  const errorCm = errorByStepCm.reduce((sum, value) => sum + value, 0) / steps;
  return { trajectories, steps, start, position, decoded, error, errorByStepCm, errorCm };
}

/** [T, B, 2] m. */
function decodePortion(engine: Engine, subject: Subject, portion: Portion): Float32Array {
  const { code, topK } = subject.readout;
  const decoded = new Float32Array(portion.samples * 2);
  inLogits(engine, subject, portion, (logits, first, count) => {
    const guesses = engine.memory.allocate("float32", [count, 2], "decoded positions");
    decode(engine, code, logits, guesses, topK);
    decoded.set(guesses.view, first * 2);
  });
  return decoded;
}

function distances(a: Float32Array, b: Float32Array, arena: Arena): Float32Array {
  return Float32Array.from({ length: a.length / 2 }, (_, i) =>
    distanceIn(arena, a[2 * i]! - b[2 * i]!, a[2 * i + 1]! - b[2 * i + 1]!),
  );
}
