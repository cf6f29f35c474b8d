/** The GRU over blocks of rows, apart from its tests because workers import the module that defines a job. */
import { defineJob } from "../../../src/engine/job.ts";
import { gruBackward, gruForward } from "../../../src/layers/gru-cell.ts";

const floatBytes = 4;

/** Steps forward and then back over [T, B, …] arrays, as a network takes them; see gru-passes.ts. */
export const gruPass = defineJob(
  import.meta.url,
  "test/gru-pass",
  [
    ...["steps", "batch", "units", "inputs", "inputScale", "rowsPerBlock"],
    ...["input", "inputWeights", "recurrentWeights", "inputBias", "recurrentBias"],
    ...["states", "gates", "recurrentCandidate", "gradient", "inputDelta", "recurrentDelta"],
  ] as const,
  (context, block, a) => {
    const { units, inputs, inputScale, recurrentWeights } = a;
    const first = block * a.rowsPerBlock;
    const rows = Math.min(a.rowsPerBlock, a.batch - first);
    const at = (base: number, t: number, width: number) => base + (t * a.batch + first) * width * floatBytes;
    const kept = (t: number) => ({
      gates: at(a.gates, t, 3 * units),
      recurrentCandidate: at(a.recurrentCandidate, t, units),
      before: at(a.states, t, units),
    });
    for (let t = 0; t < a.steps; t++) {
      gruForward(context, {
        ...{ rows, units, inputs, inputScale, recurrentWeights },
        input: at(a.input, t, inputs),
        inputWeights: a.inputWeights,
        inputBias: a.inputBias,
        recurrentBias: a.recurrentBias,
        ...kept(t),
        after: at(a.states, t + 1, units),
      });
    }
    for (let t = a.steps - 1; t >= 0; t--) {
      gruBackward(context, {
        ...{ rows, units, recurrentWeights },
        ...kept(t),
        gradient: at(a.gradient, t + 1, units),
        inputDelta: at(a.inputDelta, t, 3 * units),
        recurrentDelta: at(a.recurrentDelta, t, 3 * units),
        gradientBefore: at(a.gradient, t, units),
        // The first state hears of the second alone.
        accumulate: t > 0,
      });
    }
  },
);
