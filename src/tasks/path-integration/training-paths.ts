/** The trajectories of each training step: fresh ones, or those of files. */
import type { Engine } from "../../engine/engine.ts";
import type { TrainingData } from "../experiment.ts";
import type { Paths } from "./paths.ts";
import { openRecordedPaths, type RecordedPaths } from "./recorded-paths.ts";
import type { PathIntegrationSettings } from "./settings.ts";
import { trainingBatch } from "./training-batch.ts";

export interface TrainingPaths {
  /** In the memory scope. @throws UserError when files cannot be read or do not fit the settings */
  at(step: number): Paths;
  /** Undefined: they are made when needed. @throws UserError as `at` */
  data(): TrainingData | undefined;
}

/** Files are opened when they are asked for: whoever looks at a network need not have what it was trained on. */
export function trainingPaths(engine: Engine, settings: PathIntegrationSettings): TrainingPaths {
  const { data: path } = settings.train;
  if (path === null) return { at: (step) => trainingBatch(engine, settings, step), data: () => undefined };
  let opened: RecordedPaths | undefined;
  const open = (): RecordedPaths => (opened ??= openRecordedPaths(engine, settings, path));
  return {
    at: (step) => open().at(step),
    data() {
      const { data, remark } = open();
      const { checksum, records } = data;
      return { path, checksum, records, remark };
    },
  };
}
