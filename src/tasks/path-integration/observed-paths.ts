/** Trajectories of files along which a network is looked at, in their order. */
import { counted } from "../../counted.ts";
import type { Engine } from "../../engine/engine.ts";
import { UserError } from "../../user-error.ts";
import { openPathData } from "../../world/dataset/path-data.ts";
import type { ActivityRequest, Condition, TrajectoryRange } from "../activity-source.ts";
import { fitOf, unsaidTimeStep } from "./data-fit.ts";
import { type RecordedBatch, recordedBatch } from "./recorded-batch.ts";
import type { PathIntegrationSettings } from "./settings.ts";

export interface ObservedPaths {
  /** What is looked at when nobody says: all of them, whole. */
  readonly usual: { readonly steps: number; readonly trajectories: number };
  /** The time step, where the files do not say it. */
  readonly conditions: readonly Condition[];
  /** @throws UserError (exit 2) when there are not so many, or not so long ones */
  check(request: ActivityRequest): void;
  /** Arrays of the memory scope. */
  of(request: ActivityRequest, range: TrajectoryRange): RecordedBatch;
}

/** @throws UserError when they cannot be read, or are of another world than the network's */
export function openObservedPaths(
  engine: Engine,
  settings: PathIntegrationSettings,
  path: string,
): ObservedPaths {
  const data = openPathData(path);
  fitOf(data, settings);
  const { records, steps } = data;
  const unsaid = unsaidTimeStep(data, settings);
  return {
    conditions:
      unsaid === undefined ? [] : [{ name: "dataTimeStep", value: settings.world.dt, text: unsaid }],
    usual: { steps, trajectories: records },
    check(request) {
      const last = (request.from ?? 0) + request.trajectories;
      if (last > records) {
        const holds = counted(records, "trajectory", "trajectories");
        throw new UserError(`${path} holds ${holds}, ${last} are asked for`, "lower --trajectories", 2);
      }
      if (request.steps <= steps) return;
      throw new UserError(
        `the trajectories of ${path} have ${steps} steps, ${request.steps} are asked for`,
        "lower --steps",
        2,
      );
    },
    of: (request, { first, trajectories }) =>
      recordedBatch(
        engine,
        Array.from({ length: trajectories }, (_, i) => data.read(first + i)),
        request.steps,
        settings.world.dt,
      ),
  };
}
