import type { LazyTensor } from "../format/lazy-tensor.ts";
import { formatShape } from "../format/npy-array.ts";
import { type WeightName, weightNames } from "../networks/rnn/path-rnn.ts";
import { UserError } from "../user-error.ts";

export interface NetworkSizes {
  readonly units: number;
  readonly placeCells: number;
}

/**
 * Infers the sizes from the recurrent weights and the encoder and holds all four against them.
 * @param layout `torch`: [out, in]; `keras`: [in, out]
 * @throws UserError naming the tensor, its shape and the expected one
 */
export function checkShapes(
  weights: Readonly<Record<WeightName, LazyTensor>>,
  names: Readonly<Record<WeightName, string>>,
  layout: "torch" | "keras",
  file: string,
): NetworkSizes {
  const turned = (shape: readonly number[]) => (layout === "torch" ? shape : shape.toReversed());
  const wrong = (name: WeightName, expected: string, mend: string) =>
    new UserError(
      `${file}: ${names[name]} has the shape ${formatShape(weights[name].shape)}, expected ${expected}`,
      mend,
    );
  const recurrent = turned(weights.recurrent.shape);
  const [units, from] = recurrent;
  if (recurrent.length !== 2 || units !== from || !units) {
    throw wrong("recurrent", "(units, units)", whatElse(recurrent));
  }
  const encoder = turned(weights.encoder.shape);
  const placeCells = encoder[1];
  if (encoder.length !== 2 || encoder[0] !== units || !placeCells) {
    throw wrong("encoder", formatExpected(turned([units, -1])), `the network has ${units} recurrent units`);
  }
  const expected = {
    encoder: [units, placeCells],
    input: [units, 2],
    recurrent: [units, units],
    decoder: [placeCells, units],
  } as const;
  for (const name of weightNames) {
    if (turned(weights[name].shape).join() === expected[name].join()) continue;
    const mend = `the network has ${units} units, ${placeCells} place cells and a velocity of 2 numbers`;
    throw wrong(name, formatShape(turned(expected[name])), mend);
  }
  return { units, placeCells };
}

const formatExpected = (shape: readonly number[]): string => formatShape(shape).replace("-1", "place cells");

function whatElse([rows = 0, columns = 0]: readonly number[]): string {
  const gates = rows / columns;
  if (gates === 4) return "it looks like an LSTM; a plain RNN is expected";
  if (gates === 3) return "it looks like a GRU; a plain RNN is expected";
  return "give a plain RNN";
}
