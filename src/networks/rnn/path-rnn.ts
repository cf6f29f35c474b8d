import type { Engine } from "../../engine/engine.ts";
import type { SharedArray } from "../../engine/shared-array.ts";

export type Activation = "relu" | "tanh";
export const activationCode = { relu: 0, tanh: 1 } as const;

export interface PathRnnShape {
  readonly units: number;
  readonly placeCells: number;
  readonly activation: Activation;
  /**
   * What multiplies a velocity in m/s before it meets the input weights. The reference networks take metres per step:
   * 0.02 s there.
   */
  readonly velocityScale: number;
}

/** The four weight matrices, all stored [in, out]: a row holds what one input sends to every output. */
export const weightNames = ["encoder", "input", "recurrent", "decoder"] as const;
export type WeightName = (typeof weightNames)[number];
export type WeightArrays = Readonly<Record<WeightName, SharedArray<"float32">>>;

export const weightShape = (name: WeightName, shape: PathRnnShape): readonly [number, number] => {
  const { units, placeCells } = shape;
  if (name === "encoder") return [placeCells, units];
  if (name === "input") return [2, units];
  return name === "recurrent" ? [units, units] : [units, placeCells];
};

/**
 * The path-integrating network of Sorscher et al. 2019: h0 = encoder(code of the start), h_t = phi(W h_{t-1} + V v_t),
 * logits = decoder(h_t); no biases, and no nonlinearity on h0.
 */
export interface PathRnn {
  readonly shape: PathRnnShape;
  readonly weights: WeightArrays;
}

/** A set of arrays shaped like the weights: gradients, moments. Content undefined unless `zero`. */
export function allocateWeights(
  engine: Engine,
  shape: PathRnnShape,
  label: string,
  zero = false,
): WeightArrays {
  const allocate = (name: WeightName) => {
    const size = weightShape(name, shape);
    return zero
      ? engine.memory.zeros("float32", size, `${name} ${label}`)
      : engine.memory.allocate("float32", size, `${name} ${label}`);
  };
  return {
    encoder: allocate("encoder"),
    input: allocate("input"),
    recurrent: allocate("recurrent"),
    decoder: allocate("decoder"),
  };
}

export function freeWeights(weights: WeightArrays): void {
  for (const name of weightNames) weights[name].free();
}
