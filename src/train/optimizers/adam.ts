/** Adam on our own kernels: Kingma & Ba 2015, order of operations of PyTorch. */
import { defineJob } from "../../engine/job.ts";
import { adamNumbers } from "./adam-numbers.ts";
import type { OptimizerKind } from "./optimizer.ts";

const chunk = 1 << 15;

const adamChunk = defineJob(
  import.meta.url,
  "train/adam",
  // biome-ignore format: four groups
  ["weights", "gradient", "firstMoment", "secondMoment", "count",
    "rate", "beta1", "beta2", "complement1", "complement2", "inverseRoot", "epsilon", "gradientScale"],
  (context, block, a) => {
    const first = block * chunk;
    const offset = first * 4;
    // biome-ignore format: arrays, then numbers
    context.kernels.adam(a.weights + offset, a.gradient + offset, a.firstMoment + offset, a.secondMoment + offset,
      Math.min(chunk, a.count - first),
      a.rate, a.beta1, a.beta2, a.complement1, a.complement2, a.inverseRoot, a.epsilon, a.gradientScale);
  },
);

export const adam: OptimizerKind = {
  name: "adam",
  slots: { exp_avg: "first moment", exp_avg_sq: "second moment" },
  update(engine, layout, weights, gradients, state, by) {
    state.updates++;
    const { gradientScale } = by;
    const { correction1, ...numbers } = { ...adamNumbers(state.updates), gradientScale };
    for (const parameter of Object.values(layout)) {
      const { name } = parameter;
      const count = weights[name]!.length;
      engine.pool.run(adamChunk, Math.ceil(count / chunk), {
        ...numbers,
        rate: by.rate(parameter) / correction1,
        weights: weights[name]!.pointer,
        gradient: gradients[name]!.pointer,
        firstMoment: state.slots.exp_avg![name]!.pointer,
        secondMoment: state.slots.exp_avg_sq![name]!.pointer,
        count,
      });
    }
  },
  loadTensorUpdate: async () => (await import("./tfjs-adam.ts")).tensorAdam,
};
