/** A training step of Banino's network, simulation and codes included: a ladder of sizes. */
import type { Engine } from "../src/engine/engine.ts";
import { openHybridTrainer } from "../src/train/hybrid-trainer.ts";
import { blasAlone, multiplyAddLoop } from "./ceilings.ts";
import { fullSize, fullSizeLayer, fullSizeOperations } from "./full-size-lstm.ts";
import { type Bench, type Benchmark, type Body, fastest, repeated } from "./measure.ts";
import { openTrained } from "./open-training.ts";

const unit = "steps/s";
const sizes = [64, 128, 256, 512] as const;
/** The published size is enough for rough numbers. */
const lengthy = (units: number): boolean => units !== 128;
const nameOf = (units: number): string => `training an LSTM of ${units} units`;

/** One step on all threads of the engine: simulate, encode, forward, back, clip, update. */
export function openLstmStep(engine: Engine, units: number): Body {
  const { experiment, state } = openTrained(engine, [fullSizeLayer(units)]);
  const { step } = openHybridTrainer(engine, experiment, state);
  return () => step(state.optimizer.updates).loss;
}

/** Beside it: nothing but the products, at the rate of the register-only loop. */
const wasmStep = (units: number): Benchmark => ({
  lines: [
    { name: `${nameOf(units)}, wasm 1 thread`, unit },
    { name: `${nameOf(units)}, wasm 2 threads`, unit },
  ],
  operations: 2.5 * fullSizeOperations(units),
  lengthy: lengthy(units),
  measure: ({ one, two, pace }: Bench) =>
    one.memory.scope(() =>
      two.memory.scope(() => {
        const loop = multiplyAddLoop(one, fullSizeOperations(units));
        const [single, double, took] = fastest(
          pace,
          openLstmStep(one, units),
          openLstmStep(two, units),
          loop,
        );
        return [
          { value: 1 / single, ceiling: 1 / took },
          { value: 1 / double, ceiling: 2 / took },
        ];
      }),
    ),
});

/** Beside it: nothing but the products, at the rate of BLAS alone with those of the decoder, all samples at once. */
const blasStep = (units: number): Benchmark => ({
  lines: [
    { name: `${nameOf(units)}, BLAS 1 thread`, unit },
    { name: `${nameOf(units)}, BLAS 2 threads`, unit },
  ],
  needsBlas: true,
  operations: fullSizeOperations(units),
  lengthy: lengthy(units),
  measure({ native, pace }: Bench) {
    const { one, two } = native!;
    return one.memory.scope(() =>
      two.memory.scope(() => {
        const { batchSize, sequenceLength, placeCells, bottleneck } = fullSize;
        const [calls, samples] = [4, batchSize * sequenceLength];
        const product = repeated(calls, blasAlone(one.blas!.path, "nn", samples, placeCells, bottleneck));
        const [single, double, took] = fastest(
          pace,
          openLstmStep(one, units),
          openLstmStep(two, units),
          product,
        );
        const share = (calls * 2 * samples * placeCells * bottleneck) / fullSizeOperations(units);
        return [
          { value: 1 / single, ceiling: share / took },
          { value: 1 / double, ceiling: (2 * share) / took },
        ];
      }),
    );
  },
});

export const lstmStepBenchmarks: readonly Benchmark[] = sizes.flatMap((units) => [
  wasmStep(units),
  blasStep(units),
]);
