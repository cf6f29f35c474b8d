/** Where a network thinks it is, step by step along fresh trajectories. */
import { decode } from "../code/place-code.ts";
import type { Engine } from "../engine/engine.ts";
import { rollOut } from "../model/rollout.ts";
import type { Arena } from "../world/arena.ts";
import { allocateTrajectories, simulateTrajectories } from "../world/trajectory.ts";
import type { Subject } from "./observe.ts";

export interface DecodedPathOptions {
  /** Of the stream "evaluation", as in `observe`. */
  readonly seed: number;
  /** Number of the first trajectory; default 0. */
  readonly first?: number | undefined;
  readonly trajectories: number;
  readonly steps: number;
}

export interface DecodedPaths {
  readonly trajectories: number;
  readonly steps: number;
  /** [B, 2] m, before the first step. */
  readonly start: Float32Array;
  /** [T, B, 2] m, after each step. */
  readonly truth: Float32Array;
  /** [T, B, 2] m. */
  readonly decoded: Float32Array;
}

/**
 * Lets a network run along trajectories and keeps where they went and what it decoded to.
 * @throws UserError when memory is short
 */
export function decodedPaths(engine: Engine, subject: Subject, options: DecodedPathOptions): DecodedPaths {
  const { model, readout, arena, motion } = subject;
  const { seed, first = 0, trajectories, steps } = options;
  const { units, placeCells } = model.shape;
  return engine.memory.scope(() => {
    const batch = allocateTrajectories(engine, steps, trajectories);
    simulateTrajectories(engine, { seed, stream: "evaluation", first }, batch, arena, motion);
    const hidden = engine.memory.allocate("float32", [steps + 1, trajectories, units], "hidden states");
    rollOut(engine, model, readout, batch, hidden);
    const rows = steps * trajectories;
    const logits = engine.memory.allocate("float32", [rows, placeCells], "logits");
    const decoded = engine.memory.allocate("float32", [rows, 2], "decoded positions");
    const afterStart = hidden.pointer + trajectories * units * 4;
    const decoder = model.weights.decoder.pointer;
    // biome-ignore format: one matrix a group
    engine.matmul.multiply("nn", rows, placeCells, units,
      afterStart, units, decoder, placeCells, logits.pointer, placeCells, false);
    decode(engine, readout.code, logits, decoded, readout.topK);
    return {
      trajectories,
      steps,
      start: batch.start.view.slice(),
      truth: batch.position.view.slice(),
      decoded: decoded.view.slice(),
    };
  });
}

/** Mean distance in cm between truth and decoded place after each step, the short way around a periodic box. @returns [T] */
export function decodeErrorByStep(paths: DecodedPaths, arena: Arena): Float64Array {
  const { trajectories, steps, truth, decoded } = paths;
  const errors = new Float64Array(steps);
  for (let i = 0; i < steps * trajectories; i++) {
    const dx = apart(truth[2 * i]!, decoded[2 * i]!, arena.periodic ? arena.width : undefined);
    const dy = apart(truth[2 * i + 1]!, decoded[2 * i + 1]!, arena.periodic ? arena.height : undefined);
    errors[Math.floor(i / trajectories)]! += (100 * Math.hypot(dx, dy)) / trajectories;
  }
  return errors;
}

function apart(a: number, b: number, period: number | undefined): number {
  const distance = Math.abs(a - b);
  return period === undefined ? distance : Math.min(distance, period - distance);
}
