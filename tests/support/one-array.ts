/** A network of one array, for tests of what updates do to it. */
import type { Engine } from "../../src/engine/engine.ts";
import type { Layout } from "../../src/networks/layout.ts";
import { type OptimizerKind, plainSizes, type UpdateSizes } from "../../src/train/optimizers/optimizer.ts";

export const oneArray = (shape: readonly number[]): Layout<"only"> => ({
  only: { name: "only", stored: "only.weight", axes: shape, shape, group: "head" },
});

/**
 * Weights after each of several updates, by the kernels.
 * @param gradients one a step
 */
export const updatedWeights = (
  engine: Engine,
  kind: OptimizerKind,
  start: Float32Array,
  gradients: readonly Float32Array[],
  by: Partial<UpdateSizes> & { readonly learningRate: number },
): { readonly weights: Float32Array[]; readonly slots: Record<string, Float32Array> } =>
  engine.memory.scope(() => {
    const { memory } = engine;
    const weights = { only: memory.from("float32", start, "weights") };
    const layout = oneArray([start.length]);
    const slots = Object.entries(kind.slots).map(([name, { label, start: first = 0 }]) => {
      const array = memory.zeros("float32", start.length, label);
      array.view.fill(first);
      return [name, { only: array }] as const;
    });
    const state = { slots: Object.fromEntries(slots), updates: 0 };
    const sizes = { ...plainSizes(kind.name, by.learningRate), ...by };
    const after = gradients.map((gradient) =>
      memory.scope(() => {
        const given = { only: memory.from("float32", gradient, "gradient") };
        kind.update(engine, layout, weights, given, state, sizes);
        return weights.only.toArray();
      }),
    );
    const kept = slots.map(([name, { only }]) => [name, only.toArray()] as const);
    return { weights: after, slots: Object.fromEntries(kept) };
  });
