import { readPreset } from "../src/config/sources.ts";
import type { Engine } from "../src/engine/engine.ts";
import { openProductChoice } from "../src/networks/rnn/product-choice.ts";
import { openHybridTrainer } from "../src/train/hybrid-trainer.ts";
import { blasAlone, multiplyAddLoop } from "./ceilings.ts";
import { jobOf, operations } from "./gpu/published-job.ts";
import { type Bench, type Benchmark, type Body, fastest, type Rate, repeated } from "./measure.ts";
import { setDensity } from "./network-density.ts";
import { openTrained } from "./open-training.ts";

const job = jobOf(false);
const { placeCells, batchSize, sequenceLength } = job;
const unit = "steps/s";
/** That of a trained network of the published recipe, and about that of `quick` at its end. */
const densities = [0.15, 0.4] as const;

interface Training {
  /** One step on all threads of the engine: simulate, encode, forward, back, update. */
  readonly step: Body;
  /** How many of the six products with a sparse side were sparse in the last step. */
  sparseProducts(): number;
}

/** A network of a given density in the current memory scope; what it learns is too little to change it. */
function openTraining(engine: Engine, units: number, density: number): Training {
  const train = { batchSize, sequenceLength, learningRate: 1e-12 };
  const tree = { model: { units }, code: { placeCells }, train };
  const { experiment, state } = openTrained(engine, [readPreset("quick").layer, { origin: "bench", tree }]);
  setDensity(engine, experiment, state.weights, density);
  const { step } = openHybridTrainer(engine, experiment, state);
  // The first step measures the density by which the products of the next are chosen.
  step(0);
  const forms = openProductChoice(engine, { activation: "relu", products: "auto" })(density);
  return {
    step: () => step(state.optimizer.updates).loss,
    sparseProducts: () => Object.values(forms).filter((form) => form === "sparse").length,
  };
}

/** Steps of such networks take a second and more. */
const lengthyUnits = 1024;

const nameOf = (units: number, density: number): string => `training ${units} units ${100 * density} %`;

/** Operations of the register-only loop: a fifth of a second, whatever it stands for. */
const mostOfLoop = 1e10;

/** Beside it: nothing but the dense products, at the rate of the register-only loop. Sparse activity may pass that. */
function wasmStep(units: number, density: number): Benchmark {
  const name = `${nameOf(units, density)}, wasm`;
  return {
    lines: [
      { name: `${name} 1 thread`, unit },
      { name: `${name} 2 threads`, unit },
      { name: `${name} products`, unit: "of 6 sparse" },
    ],
    operations: 1.5 * operations(job, units) + Math.min(mostOfLoop, operations(job, units)),
    lengthy: units >= lengthyUnits,
    measure: ({ one, two, pace }: Bench) =>
      one.memory.scope(() =>
        two.memory.scope(() => {
          const alone = openTraining(one, units, density);
          const shared = openTraining(two, units, density);
          const share = Math.min(1, mostOfLoop / operations(job, units));
          const loop = multiplyAddLoop(one, share * operations(job, units));
          const [single, double, took] = fastest(pace, alone.step, shared.step, loop);
          return [...rates(single, double, took / share), { value: shared.sparseProducts(), ceiling: null }];
        }),
      ),
  };
}

/** Beside it: nothing but the dense products, at the rate of BLAS alone with one product of a time step. */
function blasStep(units: number, density: number): Benchmark {
  const name = `${nameOf(units, density)}, BLAS`;
  return {
    lines: [
      { name: `${name} 1 thread`, unit },
      { name: `${name} 2 threads`, unit },
      { name: `${name} products`, unit: "of 6 sparse" },
    ],
    needsBlas: true,
    operations: 0.5 * operations(job, units),
    lengthy: units >= lengthyUnits,
    measure: ({ native, pace }: Bench) => {
      const { one, two } = native!;
      return one.memory.scope(() =>
        two.memory.scope(() => {
          const calls = 20;
          const product = repeated(calls, blasAlone(one.blas!.path, "nn", batchSize, placeCells, units));
          const alone = openTraining(one, units, density);
          const shared = openTraining(two, units, density);
          const [single, double, took] = fastest(pace, alone.step, shared.step, product);
          const share = (calls * 2 * batchSize * placeCells * units) / operations(job, units);
          return [...rates(single, double, took / share), { value: shared.sparseProducts(), ceiling: null }];
        }),
      );
    },
  };
}

/** Of one thread and of two, from seconds; `products` is what the dense products alone would take on one core. */
const rates = (one: number, two: number, products: number): [Rate, Rate] => [
  { value: 1 / one, ceiling: 1 / products },
  { value: 1 / two, ceiling: 2 / products },
];

export const trainingStepBenchmarks: readonly Benchmark[] = [256, 512, 1024, 4096].flatMap((units) =>
  densities.flatMap((density) => [wasmStep(units, density), blasStep(units, density)]),
);
