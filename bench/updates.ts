import type { Engine } from "../src/engine/engine.ts";
import { fillUniform } from "../src/engine/random.ts";
import { allocateArrays, type Layout } from "../src/networks/layout.ts";
import { type OptimizerName, ownNumbers } from "../src/tasks/optimizer-settings.ts";
import { newState, plainSizes } from "../src/train/optimizers/optimizer.ts";
import { optimizers } from "../src/train/optimizers/optimizers.ts";
import { copyLoop } from "./ceilings.ts";
import { type Benchmark, type Body, fastest } from "./measure.ts";

/** The arrays of the network of Banino et al. 2018: 128 units, a bottleneck of 256, 256 place and 12 head-direction cells. */
export const updatedShapes: readonly (readonly number[])[] = [
  ...[[268, 128], [128], [268, 128], [128]],
  ...[[131, 512], [512], [128, 256], [256, 256], [256], [256, 12], [12]],
];

const product = (shape: readonly number[]) => shape.reduce((all, side) => all * side, 1);
export const updatedWeights = updatedShapes.reduce((sum, shape) => sum + product(shape), 0);

const layout: Layout = Object.fromEntries(
  updatedShapes.map((shape, i) => [
    `array${i}`,
    { name: `array${i}`, stored: `array${i}`, axes: shape, shape },
  ]),
);

export const updateRules = Object.keys(ownNumbers) as OptimizerName[];

/** One update of all arrays, by gradients of the size that the published clipping leaves. */
export function openUpdate(engine: Engine, rule: OptimizerName): Body {
  const kind = optimizers[rule];
  const weights = allocateArrays(engine, layout, "weights", true);
  const gradients = allocateArrays(engine, layout, "gradients");
  for (const [name, array] of Object.entries(gradients)) {
    fillUniform(engine, { seed: 0, stream: `bench/${name}`, items: array.length, draws: 1 }, array);
    array.set(array.view.map((value) => 1e-5 * (2 * value - 1)));
  }
  const state = newState(engine, kind, layout);
  const sizes = plainSizes(rule, 1e-5);
  const last = weights.array0!.view.length - 1;
  return () => {
    kind.update(engine, layout, weights, gradients, state, sizes);
    return weights.array0!.view[last]!;
  };
}

/** Weights and gradient are read, weights written, and what is kept both. */
const bytesMoved = (rule: OptimizerName) =>
  4 * updatedWeights * (3 + 2 * Object.keys(optimizers[rule].slots).length);

/** Beside it, on one core, a copy that reads and writes as many bytes. */
const benchmark = (rule: OptimizerName): Benchmark => ({
  lines: ["1 thread", "2 threads"].map((threads) => ({
    name: `update, ${rule}, ${threads}`,
    unit: "weights/s",
  })),
  measure: ({ one, two, pace }) =>
    one.memory.scope(() =>
      two.memory.scope(() => {
        const copy = copyLoop(one, bytesMoved(rule) / 2);
        const [alone, shared, copied] = fastest(pace, openUpdate(one, rule), openUpdate(two, rule), copy);
        const ceiling = updatedWeights / copied;
        return [alone, shared].map((took) => ({ value: updatedWeights / took, ceiling }));
      }),
    ),
});

export const updateBenchmarks: readonly Benchmark[] = updateRules.map(benchmark);
