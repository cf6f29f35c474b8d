/** Ten training steps of the PyTorch reference, through the devices of TensorFlow.js. */
import { describe, expect, setDefaultTimeout, test } from "bun:test";
import { type Compared, isDecided, retrace } from "../../../../bench/gpu/reference-trace.ts";
import { deviceCases, withDevice } from "../../../support/every-device.ts";
import { golden } from "../../../support/golden.ts";
import { relativeDistance } from "../../../support/relative-distance.ts";

/** A software adapter compiles its shaders for seconds. */
setDefaultTimeout(120_000);

const cases = deviceCases.flatMap((device) =>
  (["relu", "tanh"] as const).map((activation) => {
    return { ...device, activation };
  }),
);

describe.each(cases)("ten training steps of the reference, $activation, on $title", (given) => {
  const { activation, open } = given;
  test.skipIf(!open)("losses, gradients, final weights", async () => {
    await withDevice(open!, async () => {
      const trace = golden(`rnn_training_${activation}.npz`);
      const { losses, gradients, weights, layout } = await retrace(trace, activation);
      expect(losses.found).toHaveLength(10);
      for (let step = 0; step < 10; step++) {
        expect(Math.abs(losses.found[step]! / losses.expected[step]! - 1)).toBeLessThan(1e-6);
      }
      const close = (
        name: string,
        { found, expected }: Compared,
        counts?: (i: number, width: number) => boolean,
      ) => {
        const width = layout[name]!.shape[1]!;
        const distance = relativeDistance(found, expected, (i) => counts?.(i, width) ?? true);
        expect({ name, distance, close: distance < 2e-5 }).toEqual({ name, distance, close: true });
      };
      for (const name of Object.keys(layout)) {
        close(name, gradients[name]!);
        close(name, weights[name]!, (i, width) => isDecided(activation, name, i, width));
      }
    });
  });
});
