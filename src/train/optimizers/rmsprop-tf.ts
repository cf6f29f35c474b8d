/** RMSProp of TensorFlow 1: squares begin at 1, epsilon is under the root, the rate goes into the momentum. */
import { defineJob } from "../../engine/job.ts";
import type { OptimizerKind } from "./optimizer.ts";
import { rmspropArguments, rmspropUpdate, runChunk } from "./rmsprop.ts";

const job = defineJob(import.meta.url, "train/rmsprop-tf", rmspropArguments, ({ kernels }, block, a) =>
  runChunk(kernels.rmspropTf, block, a),
);

export const rmspropTf: OptimizerKind = {
  name: "rmsprop-tf",
  slots: { rms: { label: "running squares", start: 1 }, momentum: { label: "momentum" } },
  update: rmspropUpdate(job, { squares: "rms", buffer: "momentum" }),
  loadTensorUpdate: async () => (await import("./tfjs-rmsprop.ts")).tensorRmspropTf,
};
