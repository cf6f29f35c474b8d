/** Gradient descent with momentum, in the order of operations of PyTorch. */
import { defineJob } from "../../engine/job.ts";
import { chunksOf, partOf } from "./chunks.ts";
import type { OptimizerKind } from "./optimizer.ts";

const job = defineJob(
  import.meta.url,
  "train/sgd",
  ["weights", "gradient", "buffer", "count", "rate", "momentum", "gradientScale", "limit"],
  ({ kernels }, block, a) => {
    const { offset, part } = partOf(block, a.count);
    // biome-ignore format: arrays, then numbers
    kernels.sgd(a.weights + offset, a.gradient + offset, a.buffer + offset, part,
      a.rate, a.momentum, a.gradientScale, a.limit);
  },
);

export const sgd: OptimizerKind = {
  name: "sgd",
  slots: { momentum_buffer: { label: "momentum" } },
  update(engine, layout, weights, gradients, state, by) {
    state.updates++;
    const { momentum, gradientScale } = by;
    for (const parameter of Object.values(layout)) {
      const { name } = parameter;
      const count = weights[name]!.length;
      engine.pool.run(job, chunksOf(count), {
        ...{ count, momentum, gradientScale },
        rate: by.rate(parameter),
        limit: by.limit(parameter),
        weights: weights[name]!.pointer,
        gradient: gradients[name]!.pointer,
        buffer: state.slots.momentum_buffer![name]!.pointer,
      });
    }
  },
  loadTensorUpdate: async () => (await import("./tfjs-sgd.ts")).tensorSgd,
};
