/** Adam on our own kernels (Kingma & Ba 2015), and AdamW (Loshchilov & Hutter 2019); order of operations of PyTorch. */
import { defineJob } from "../../engine/job.ts";
import type { OptimizerName } from "../../tasks/optimizer-settings.ts";
import { adamNumbers } from "./adam-numbers.ts";
import { chunksOf, partOf } from "./chunks.ts";
import type { OptimizerKind } from "./optimizer.ts";

const adamChunk = defineJob(
  import.meta.url,
  "train/adam",
  // biome-ignore format: four groups
  ["weights", "gradient", "firstMoment", "secondMoment", "count",
    "rate", "beta1", "beta2", "complement1", "complement2", "inverseRoot", "epsilon", "keep", "gradientScale", "limit"],
  (context, block, a) => {
    const { offset, part } = partOf(block, a.count);
    // biome-ignore format: arrays, then numbers
    context.kernels.adam(a.weights + offset, a.gradient + offset, a.firstMoment + offset, a.secondMoment + offset, part,
      a.rate, a.beta1, a.beta2, a.complement1, a.complement2, a.inverseRoot, a.epsilon, a.keep, a.gradientScale, a.limit);
  },
);

/** Both: without decay beside the loss AdamW is Adam. */
const adamNamed = (name: OptimizerName): OptimizerKind => ({
  name,
  slots: { exp_avg: { label: "first moment" }, exp_avg_sq: { label: "second moment" } },
  update(engine, layout, weights, gradients, state, by) {
    state.updates++;
    const { gradientScale } = by;
    const { correction1, ...numbers } = { ...adamNumbers(state.updates, by), gradientScale };
    for (const parameter of Object.values(layout)) {
      const { name } = parameter;
      const count = weights[name]!.length;
      const rate = by.rate(parameter);
      engine.pool.run(adamChunk, chunksOf(count), {
        ...numbers,
        rate: rate / correction1,
        keep: 1 - rate * by.decay(parameter),
        limit: by.limit(parameter),
        weights: weights[name]!.pointer,
        gradient: gradients[name]!.pointer,
        firstMoment: state.slots.exp_avg![name]!.pointer,
        secondMoment: state.slots.exp_avg_sq![name]!.pointer,
        count,
      });
    }
  },
  loadTensorUpdate: async () => (await import("./tfjs-adam.ts")).tensorAdam,
});

export const adam = adamNamed("adam");
export const adamw = adamNamed("adamw");
