/**
 * Somebody's activity along paths, from an npz file: `position` [trials, T, 2] m and `activity` [trials, T, units], and where
 * they are there `heading` [trials, T] rad, `velocity` [trials, T, 2] m/s, `dt` s, `box` [2] m (width and height) and `periodic`; of a
 * recording also how it wants to be looked at (recorded-rules.ts).
 */
import type { Engine } from "../engine/engine.ts";
import type { SharedArray } from "../engine/shared-array.ts";
import {
  type ActivityRequest,
  type ActivitySource,
  cutIntoPortions,
  type PathPortion,
  type TrajectoryRange,
} from "../tasks/activity-source.ts";
import { UserError } from "../user-error.ts";
import { conditionsOf, mapArena, mapRuleOf } from "./recorded-rules.ts";
import { type RecordedTrials, readTrials } from "./recorded-trials.ts";

/** @throws UserError naming the array that is missing, or has the wrong shape, or values that are not finite */
export function openActivityFile(engine: Engine, path: string): ActivitySource {
  const trials = readTrials(path);
  const { units, steps, dt, unitNames } = trials;
  const paths = (request: ActivityRequest, range: TrajectoryRange): PathPortion => {
    const cut = (values: Float64Array, width: number, label: string) =>
      timeMajor(engine, values, width, trials.steps, request.steps, range, label);
    return {
      ...range,
      samples: range.trajectories * request.steps,
      position: cut(trials.position, 2, "recorded positions"),
      velocity: trials.velocity && cut(trials.velocity, 2, "recorded velocities"),
      heading: trials.heading && cut(trials.heading, 1, "recorded headings"),
    };
  };
  return {
    ...{ units, dt, tap: "activity", metrics: [] },
    arena: mapArena(trials),
    walls: trials.rules.squareBins ? trials.box : undefined,
    conditions: conditionsOf(trials),
    mapRule: mapRuleOf(trials.rules),
    taps: [{ name: "activity", units, help: "as recorded" }],
    usual: { seed: 0, steps, trajectories: trials.trials },
    fastSpeed: trials.fastSpeed,
    unitName: (unit) => unitNames?.[unit] ?? `#${unit}`,
    portions(request) {
      checkRequest(path, trials, request);
      return cutIntoPortions(units, request);
    },
    walk: (request, range, body) => engine.memory.scope(() => body(paths(request, range))),
    read: (request, range, body) =>
      engine.memory.scope(() => {
        const { activity } = trials;
        const values = timeMajor(engine, activity, units, steps, request.steps, range, "recorded activity");
        body({ ...paths(request, range), activities: values.pointer, measured: {} });
      }),
    levels: () => ({}),
  };
}

function checkRequest(path: string, { trials, steps }: RecordedTrials, request: ActivityRequest): void {
  if (request.publishedBatch !== undefined) {
    throw new UserError(`${path} holds its own paths, not the published ones`, "look at a network", 2);
  }
  const last = (request.from ?? 0) + request.trajectories;
  if (last > trials) {
    throw new UserError(`${path} holds ${trials} trials, ${last} are asked for`, "lower --trajectories", 2);
  }
  if (request.steps > steps) {
    throw new UserError(
      `the trials of ${path} have ${steps} steps, ${request.steps} are asked for`,
      "lower --steps",
      2,
    );
  }
}

/** [trials, T, width] of the file as [T, B, width] in the memory scope. */
function timeMajor(
  engine: Engine,
  values: Float64Array,
  width: number,
  recorded: number,
  steps: number,
  { first, trajectories }: TrajectoryRange,
  label: string,
): SharedArray<"float32"> {
  const shape = width === 1 ? [steps, trajectories] : [steps, trajectories, width];
  const result = engine.memory.allocate("float32", shape, label);
  const view = result.view;
  for (let b = 0; b < trajectories; b++) {
    for (let t = 0; t < steps; t++) {
      const from = ((first + b) * recorded + t) * width;
      view.set(values.subarray(from, from + width), (t * trajectories + b) * width);
    }
  }
  return result;
}
