import { join } from "node:path";
import { numbersOf } from "../../../src/format/npy-array.ts";
import { readNpz } from "../../../src/format/npz.ts";
import { openCard } from "../open-card.ts";
import { type Compared, isDecided, retrace, type TracedActivation } from "../reference-trace.ts";
import type { Part } from "../result.ts";
import type { Trace } from "../stored-weight.ts";

/** Those of the tests on every other device, which take lengths where here the largest difference counts. */
const tolerances = { losses: 1e-6, arrays: 1e-4 } as const;

const traceOf = (activation: TracedActivation): Trace => {
  const file = readNpz(join(import.meta.dir, `../../../tests/golden/data/rnn_training_${activation}.npz`));
  return {
    numbers: (name) => numbersOf(file.get(name), name),
    shape: (name) => file.get(name).shape,
  };
};

/** The largest difference, as a share of the largest value. */
function worst({ found, expected }: Compared, counts: (i: number) => boolean = () => true): number {
  let [difference, largest] = [0, 0];
  for (let i = 0; i < expected.length; i++) {
    if (!counts(i)) continue;
    difference = Math.max(difference, Math.abs(found[i]! - expected[i]!));
    largest = Math.max(largest, Math.abs(expected[i]!));
  }
  return difference / largest;
}

export const reference: Part = async ({ say, small }) => {
  const device = await openCard();
  device.use();
  const activations = small ? (["tanh"] as const) : (["relu", "tanh"] as const);
  for (const activation of activations) {
    const { losses, gradients, weights, layout } = await retrace(traceOf(activation), activation);
    await device.settle();
    const tell = (what: string, value: number, limit: number) =>
      say({ name: `${activation}: ${what}`, value, unit: "of the largest", passes: value < limit });
    const perStep = Array.from(losses.expected, (expected, i) => Math.abs(losses.found[i]! / expected - 1));
    tell("losses of ten steps", Math.max(...perStep), tolerances.losses);
    for (const [name, parameter] of Object.entries(layout)) {
      const width = parameter.shape[1]!;
      tell(`first gradient, ${name}`, worst(gradients[name]!), tolerances.arrays);
      const decided = (i: number) => isDecided(activation, name, i, width);
      tell(`weights after ten steps, ${name}`, worst(weights[name]!, decided), tolerances.arrays);
    }
  }
  device.close();
};
