import { centresOf } from "../src/cli/config/place-code.ts";
import { resolveConfig } from "../src/cli/config/resolve.ts";
import { readPreset } from "../src/cli/config/sources.ts";
import type { Engine } from "../src/engine/engine.ts";
import { initializePathRnn } from "../src/model/initialize.ts";
import { openAdam } from "../src/train/adam.ts";
import { openExperiment } from "../src/train/experiment.ts";
import { trainingStep } from "../src/train/training-step.ts";
import { blasAlone, multiplyAddLoop } from "./ceilings.ts";
import { type Bench, type Benchmark, type Body, fastest, type Rate, repeated } from "./measure.ts";

const placeCells = 512;
const batchSize = 200;
const sequenceLength = 20;
const unit = "steps/s";

interface Training {
  /** One step of the preset `quick` on all threads of the engine: simulate, encode, forward, back, update. */
  readonly step: Body;
  /** Share of activities that were not zero in the last step. */
  density(): number;
}

/** A fresh network in the current memory scope. */
function openTraining(engine: Engine, units: number): Training {
  const tree = { model: { units }, code: { placeCells }, train: { batchSize, sequenceLength } };
  const config = resolveConfig([readPreset("quick").layer, { origin: "bench", tree }]);
  const experiment = openExperiment(engine, config, centresOf(engine, config));
  const model = initializePathRnn(engine, experiment.shape, config.seed, config.model);
  const adam = openAdam(engine, model);
  let density = Number.NaN;
  return {
    step: () => {
      const result = trainingStep(engine, experiment, model, adam, adam.updates);
      density = result.density;
      return result.loss;
    },
    density: () => density,
  };
}

/** Of the dense products: recurrent matrix and decoder, forward and for both gradients, and the encoder, forward and back. */
const operations = (units: number): number =>
  6 * batchSize * sequenceLength * units * (units + placeCells) + 4 * batchSize * placeCells * units;

/** Of one thread and of two, from seconds; `products` is what the dense products alone would take on one core. */
const rates = (one: number, two: number, products: number): [Rate, Rate] => [
  { value: 1 / one, ceiling: 1 / products },
  { value: 1 / two, ceiling: 2 / products },
];

/** Beside it: nothing but the dense products, at the rate of the register-only loop. Sparse activity may pass that. */
function wasmStep(units: number): Benchmark {
  const name = `training step ${units} units wasm`;
  return {
    lines: [
      { name: `${name} 1 thread`, unit },
      { name: `${name} 2 threads`, unit },
      { name: `${name} density`, unit: "share" },
    ],
    measure: ({ one, two, seconds }: Bench) =>
      one.memory.scope(() =>
        two.memory.scope(() => {
          const alone = openTraining(one, units);
          const shared = openTraining(two, units);
          const [single, double, loop] = fastest(
            seconds,
            alone.step,
            shared.step,
            multiplyAddLoop(one, operations(units)),
          );
          const density = { value: alone.density(), ceiling: null };
          return [...rates(single, double, loop), density];
        }),
      ),
  };
}

/** Beside it: nothing but the dense products, at the rate of BLAS alone with one product of a time step. */
function blasStep(units: number): Benchmark {
  const name = `training step ${units} units BLAS`;
  return {
    lines: [
      { name: `${name} 1 thread`, unit },
      { name: `${name} 2 threads`, unit },
    ],
    needsBlas: true,
    measure: ({ native, seconds }: Bench) => {
      const { one, two } = native!;
      return one.memory.scope(() =>
        two.memory.scope(() => {
          const calls = 20;
          const product = repeated(calls, blasAlone(one.blas!.path, "nn", batchSize, placeCells, units));
          const alone = openTraining(one, units);
          const shared = openTraining(two, units);
          const [single, double, took] = fastest(seconds, alone.step, shared.step, product);
          const share = (calls * 2 * batchSize * placeCells * units) / operations(units);
          return rates(single, double, took / share);
        }),
      );
    },
  };
}

export const trainingStepBenchmarks: readonly Benchmark[] = [256, 512].flatMap((units) => [
  wasmStep(units),
  blasStep(units),
]);
