/** RMSProp of PyTorch: squares begin at 0, epsilon is beside the root, the rate multiplies the momentum. */
import { defineJob } from "../../engine/job.ts";
import type { OptimizerKind } from "./optimizer.ts";
import { rmspropArguments, rmspropUpdate, runChunk } from "./rmsprop.ts";

const job = defineJob(import.meta.url, "train/rmsprop-torch", rmspropArguments, ({ kernels }, block, a) =>
  runChunk(kernels.rmspropTorch, block, a),
);

export const rmspropTorch: OptimizerKind = {
  name: "rmsprop-torch",
  slots: { square_avg: { label: "running squares" }, momentum_buffer: { label: "momentum" } },
  update: rmspropUpdate(job, { squares: "square_avg", buffer: "momentum_buffer" }),
  loadTensorUpdate: async () => (await import("./tfjs-rmsprop.ts")).tensorRmspropTorch,
};
