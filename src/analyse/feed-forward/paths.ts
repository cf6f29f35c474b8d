/** Paths of a source as a network without memory is given them, and what it is to answer. */
import type { Engine } from "../../engine/engine.ts";
import type { SharedArray } from "../../engine/shared-array.ts";
import {
  type ActivityRequest,
  type ActivitySource,
  inPaths,
  type PathPortion,
} from "../../tasks/activity-source.ts";
import { UserError } from "../../user-error.ts";
import { inputsOf, outputsOf } from "./network.ts";

export interface WholePaths {
  readonly inputs: SharedArray<"float32">; // [paths, 2 * steps + 3]: turns (rad), speeds (m/s), first heading, first place
  readonly targets: SharedArray<"float32">; // [paths, 3 * steps]: positions (m), headings (rad)
}

/**
 * In the memory scope of the caller. A turn is what the heading changes by at the end of a step where that is known, else since the
 * step before; speeds are those of the steps.
 * @throws UserError where starts, velocities or headings are not known
 */
export function wholePaths(engine: Engine, source: ActivitySource, request: ActivityRequest): WholePaths {
  const { trajectories, steps, from = 0 } = request;
  const inputs = engine.memory.allocate("float32", [trajectories, inputsOf(steps)], "inputs of the baseline");
  const targets = engine.memory.allocate(
    "float32",
    [trajectories, outputsOf(steps)],
    "targets of the baseline",
  );
  inPaths(source, request, (portion) => {
    const known = motionOf(portion);
    for (let b = 0; b < portion.trajectories; b++) {
      const row = portion.first - from + b;
      fillPath(known, b, portion.trajectories, steps, {
        inputs: inputs.view.subarray(row * inputsOf(steps), (row + 1) * inputsOf(steps)),
        targets: targets.view.subarray(row * outputsOf(steps), (row + 1) * outputsOf(steps)),
      });
    }
  });
  return { inputs, targets };
}

interface Motion {
  readonly position: Float32Array;
  readonly velocity: Float32Array;
  readonly heading: Float32Array;
  readonly after: Float32Array | undefined;
  readonly start: Float32Array;
}

function motionOf({ position, velocity, heading, headingAfter, start }: PathPortion): Motion {
  if (velocity && heading && start) {
    return {
      ...{ position: position.view, velocity: velocity.view, heading: heading.view, start: start.view },
      after: headingAfter?.view,
    };
  }
  throw new UserError(
    "where the paths start, or their velocities and headings, are not known",
    "name a network that was trained here",
  );
}

function fillPath(
  { position, velocity, heading, after, start }: Motion,
  path: number,
  paths: number,
  steps: number,
  { inputs, targets }: { readonly inputs: Float32Array; readonly targets: Float32Array },
): void {
  inputs[2 * steps] = heading[path]!;
  inputs.set(start.subarray(2 * path, 2 * path + 2), 2 * steps + 1);
  for (let t = 0; t < steps; t++) {
    const at = t * paths + path;
    const faced = after ? after[at]! : heading[at]!;
    const facedBefore = after || t === 0 ? heading[at]! : heading[at - paths]!;
    inputs[t] = wrapped(faced - facedBefore);
    inputs[steps + t] = Math.hypot(velocity[2 * at]!, velocity[2 * at + 1]!);
    targets[2 * t] = position[2 * at]!;
    targets[2 * t + 1] = position[2 * at + 1]!;
    targets[2 * steps + t] = faced;
  }
}

/** Brought to [-pi, pi). */
export const wrapped = (angle: number): number =>
  angle - 2 * Math.PI * Math.floor((angle + Math.PI) / (2 * Math.PI));
