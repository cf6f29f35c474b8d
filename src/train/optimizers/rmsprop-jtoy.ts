/** RMSProp of jtoy/grid-cell-experiments, defects included: assembly/rmsprop.ts says which. */
import { defineJob } from "../../engine/job.ts";
import { jtoyPush } from "./jtoy-push.ts";
import type { OptimizerKind } from "./optimizer.ts";
import { rmspropArguments, rmspropUpdate, runChunk } from "./rmsprop.ts";

const job = defineJob(import.meta.url, "train/rmsprop-jtoy", rmspropArguments, ({ kernels }, block, a) =>
  runChunk(kernels.rmspropJtoy, block, a),
);

export const rmspropJtoy: OptimizerKind = {
  name: "rmsprop-jtoy",
  slots: { square_avg: { label: "running squares" }, momentum_buffer: { label: "momentum" } },
  update: rmspropUpdate(job, { squares: "square_avg", buffer: "momentum_buffer" }, jtoyPush),
  loadTensorUpdate: async () => (await import("./tfjs-rmsprop.ts")).tensorRmspropJtoy,
};
