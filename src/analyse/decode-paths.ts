/** Where a network thinks it is, step by step. */

import type { DecodeBy } from "../code/decode-by.ts";
import { median } from "../code/two-places.ts";
import { counted } from "../counted.ts";
import type { Engine } from "../engine/engine.ts";
import { type MemoryNeed, oneArray, onHeap, requireMemory } from "../memory-need.ts";
import {
  type ActivityRequest,
  type ActivitySource,
  inPaths,
  inPortions,
  type PathPortion,
} from "../tasks/activity-source.ts";
import { UserError } from "../user-error.ts";
import { type Arena, distanceIn } from "../world/arena.ts";
import { trajectoryFirst } from "../world/trajectory-first.ts";
import { type PathReading, readByCode, readByNetwork } from "./path-reading.ts";
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
  /** Whither it heads after each step; undefined where no heading can be read out. */
  readonly headings: DecodedHeadings | undefined;
  /** Distance of the two, [N, T] m; around a periodic box the short way. */
  readonly error: Float32Array;
  /** Mean over trajectories after each step, [T] cm. */
  readonly errorByStepCm: Float64Array;
  /** Mean of all, cm. */
  readonly errorCm: number;
  /** Of two agents: median distance of both places together from the true ones, in four dimensions, cm. */
  readonly bothErrorCm: number | undefined;
}

export interface DecodedHeadings {
  /** [N, T] rad in [-pi, pi), after each step. */
  readonly truth: Float32Array;
  readonly decoded: Float32Array;
}

export interface Decoding {
  /** How places are read out; undefined: by the mean of as many of the best cells as the network was trained to be decoded by. */
  readonly by?: DecodeBy | undefined;
  /** Whether the network is not asked, but the true place code and the true head-direction code are decoded. Default false. */
  readonly ofCode?: boolean | undefined;
}

/**
 * Decodes the place after each step, and the heading where there is one to be read out.
 * @throws UserError when no place can be read out of the source, the number of cells to average is out of range, or two places are to be
 * read in another way than theirs
 */
export function decodePaths(
  engine: Engine,
  source: ActivitySource,
  request: ActivityRequest,
  { by, ofCode = false }: Decoding = {},
): DecodedPaths {
  const places = placesOf(source);
  const { headings } = source;
  const isTwo = places.decodeTwo !== undefined;
  if (isTwo) checkOfTwo(by, ofCode);
  const readout = { places, headings, by };
  const { trajectories, steps, from = 0 } = request;
  requireMemory({
    what: `decoding ${counted(trajectories, "trajectory", "trajectories")} of ${steps} steps`,
    needs: pathNeeds(trajectories, steps, headings !== undefined),
    growing:
      trajectories > 1
        ? {
            ...{ name: "--trajectories", value: trajectories, least: 1 },
            needsAt: (count) => pathNeeds(count, steps, headings !== undefined),
          }
        : {
            name: "--steps",
            value: steps,
            least: 1,
            needsAt: (count) => pathNeeds(1, count, headings !== undefined),
          },
  });
  const start = new Float32Array(2 * trajectories);
  let starts = 0;
  const position = new Float32Array(trajectories * steps * 2);
  const decoded = new Float32Array(trajectories * steps * 2);
  const heads = headings && {
    truth: new Float32Array(trajectories * steps),
    decoded: new Float32Array(trajectories * steps),
  };
  const both = isTwo ? new Float64Array(trajectories * steps) : undefined;
  const keep = (portion: PathPortion, reading: PathReading) => {
    const at = portion.first - from;
    if (portion.start) {
      start.set(portion.start.view, at * 2);
      starts += portion.trajectories;
    }
    const truth = portion.position.view;
    trajectoryFirst(truth, portion.trajectories, 2, position.subarray(at * steps * 2));
    trajectoryFirst(reading.position, portion.trajectories, 2, decoded.subarray(at * steps * 2));
    if (reading.both) both?.set(reading.both, at * steps);
    if (!heads) return;
    const { headingAfter } = portion;
    if (!(headingAfter && reading.heading))
      throw new RangeError("these paths have no headings after each step");
    trajectoryFirst(headingAfter.view, portion.trajectories, 1, heads.truth.subarray(at * steps));
    trajectoryFirst(reading.heading, portion.trajectories, 1, heads.decoded.subarray(at * steps));
  };
  const asked = { ...request, measuring: false };
  if (ofCode) inPaths(source, asked, (path) => keep(path, readByCode(engine, readout, path)));
  else inPortions(source, asked, (portion) => keep(portion, readByNetwork(engine, readout, portion)));
  const error = distances(position, decoded, source.arena);
  const errorByStepCm = new Float64Array(steps);
  error.forEach((distance, i) => {
    errorByStepCm[i % steps]! += (100 * distance) / trajectories;
  });
  const errorCm = errorByStepCm.reduce((sum, value) => sum + value, 0) / steps;
  return {
    ...{ trajectories, steps, position, decoded, error, errorByStepCm, errorCm },
    start: start.subarray(0, 2 * starts),
    headings: heads,
    bothErrorCm: both && 100 * median(both),
  };
}

/** @throws UserError (exit 2) */
function checkOfTwo(by: DecodeBy | undefined, ofCode: boolean): void {
  const refuse = (flag: string) =>
    new UserError(
      "two places are told apart by clusters of the best cells of a network",
      `leave out ${flag}`,
      2,
    );
  if (by !== undefined) throw refuse("--by");
  if (ofCode) throw refuse("--encoded");
}

/** True and decoded paths, and their distances. */
function pathNeeds(trajectories: number, steps: number, withHeadings: boolean): MemoryNeed[] {
  const samples = trajectories * steps;
  const flags = ["--trajectories", "--steps"];
  return [
    oneArray("true paths", samples * 8, flags),
    oneArray("decoded paths", samples * 8, flags),
    oneArray("errors", samples * 4, flags),
    ...(withHeadings
      ? [oneArray("true headings", samples * 4, flags), oneArray("decoded headings", samples * 4, flags)]
      : []),
    onHeap("what is read on the way", samples * 20, flags),
  ];
}

function distances(a: Float32Array, b: Float32Array, arena: Arena): Float32Array {
  const result = new Float32Array(a.length / 2);
  for (let i = 0; i < result.length; i++) {
    result[i] = distanceIn(arena, a[2 * i]! - b[2 * i]!, a[2 * i + 1]! - b[2 * i + 1]!);
  }
  return result;
}
