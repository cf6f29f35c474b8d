/** Trajectories of files as batches to train on. */
import type { Engine } from "../../engine/engine.ts";
import { lookUp } from "../../format/look-up.ts";
import { UserError } from "../../user-error.ts";
import { openPathData, type PathData } from "../../world/dataset/path-data.ts";
import { openRecordOrder } from "../../world/dataset/record-order.ts";
import { fitOf, unsaidTimeStep } from "./data-fit.ts";
import { type RecordedBatch, recordedBatch } from "./recorded-batch.ts";
import type { PathIntegrationSettings } from "./settings.ts";

export interface RecordedPaths {
  readonly data: PathData;
  /** What a reader should know of them. */
  readonly remark: string | undefined;
  /** The trajectories of a step, in the memory scope. */
  at(step: number): RecordedBatch;
}

/**
 * @param path of the files
 * @throws UserError when they cannot be read, or do not fit the settings
 */
export function openRecordedPaths(
  engine: Engine,
  settings: PathIntegrationSettings,
  path: string,
): RecordedPaths {
  const { train, world, seed } = settings;
  if (!lookUp(path)) {
    throw new UserError(
      `${path} does not exist`,
      "say where the data are: --data PATH; or for fresh trajectories --set train.data=null",
      2,
    );
  }
  const data = openPathData(path);
  const { sampling, batchSize, sequenceLength } = train;
  if (data.steps !== sequenceLength) {
    throw new UserError(
      `${path} has trajectories of ${data.steps} steps, train.sequenceLength is ${sequenceLength}`,
      `--set train.sequenceLength=${data.steps}`,
      2,
    );
  }
  const remark =
    [fitOf(data, settings), unsaidTimeStep(data, settings)].filter((one) => one !== undefined).join("; ") ||
    undefined;
  const order = openRecordOrder(engine, {
    sampling,
    seed: train.dataSeed ?? seed,
    batchSize,
    counts: data.counts,
  });
  return {
    ...{ data, remark },
    at: (step) =>
      recordedBatch(
        engine,
        order.batch(step).map((record) => data.read(record)),
        sequenceLength,
        world.dt,
      ),
  };
}
