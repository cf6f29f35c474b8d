/** The LSTM over blocks of rows, apart from its tests because workers import the module that defines a job. */
import { defineJob } from "../../../src/engine/job.ts";
import { lstmBackward, lstmForward } from "../../../src/layers/lstm-cell.ts";

const floatBytes = 4;

/** Steps forward and then back over [T, B, …] arrays, as a network takes them. */
export const lstmPass = defineJob(
  import.meta.url,
  "test/lstm-pass",
  [
    ...["steps", "batch", "units", "inputs", "inputScale", "forgetBias", "activation", "rowsPerBlock"],
    ...["input", "inputWeights", "recurrentWeights", "inputBias", "recurrentBias"],
    ...["states", "cells", "gates", "squashed", "gradient", "cellGradient", "gateDelta"],
  ] as const,
  (context, block, a) => {
    const { units, inputs, inputScale, forgetBias, activation, recurrentWeights } = a;
    const first = block * a.rowsPerBlock;
    const rows = Math.min(a.rowsPerBlock, a.batch - first);
    const at = (base: number, t: number, width: number) => base + (t * a.batch + first) * width * floatBytes;
    const kept = (t: number) => ({
      gates: at(a.gates, t, 4 * units),
      squashed: at(a.squashed, t, units),
      cellsBefore: at(a.cells, t, units),
    });
    for (let t = 0; t < a.steps; t++) {
      lstmForward(context, {
        ...{ rows, units, inputs, inputScale, forgetBias, activation, recurrentWeights },
        input: at(a.input, t, inputs),
        inputWeights: a.inputWeights,
        inputBias: a.inputBias,
        recurrentBias: a.recurrentBias,
        before: at(a.states, t, units),
        ...kept(t),
        cellsAfter: at(a.cells, t + 1, units),
        after: at(a.states, t + 1, units),
      });
    }
    for (let t = a.steps - 1; t >= 0; t--) {
      lstmBackward(context, {
        ...{ rows, units, activation, recurrentWeights },
        ...kept(t),
        gradient: at(a.gradient, t + 1, units),
        cellGradient: at(a.cellGradient, 0, units),
        gateDelta: at(a.gateDelta, t, 4 * units),
        gradientBefore: at(a.gradient, t, units),
        // The first state hears of the second alone.
        accumulate: t > 0,
      });
    }
  },
);
