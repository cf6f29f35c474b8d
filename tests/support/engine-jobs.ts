/** Jobs for pool.test.ts, apart from it because workers import the module that defines a job. */
import { defineJob } from "../../src/engine/job.ts";

export const squares = defineJob(
  import.meta.url,
  "test/squares",
  ["target", "offset"],
  (context, block, a) => {
    context.kernels.storeFloat64(a.target + block * 8, (block + a.offset) ** 2);
  },
);

export const failing = defineJob(import.meta.url, "test/failing", ["at"], (_context, block, a) => {
  if (block === a.at) throw new Error(`block ${block} has no data`);
});

export const scratchUser = defineJob(import.meta.url, "test/scratch", ["target"], (context, thread, a) => {
  context.kernels.storeFloat64(a.target + thread * 8, context.scratch);
});
