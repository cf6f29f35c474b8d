import type { Activation } from "./path-rnn.ts";
import type { ProductRates } from "./product-rates.ts";

/** The products of a pass that have a side of mostly zeros when the units are behind a ReLU. */
export const sparseProducts = [
  "recurrentForward", // state · recurrent
  "decoderForward", // state · decoder
  "decoderBackward", // logit gradient · decoderᵀ, wanted where a unit was active
  "recurrentBackward", // delta · recurrentᵀ
  "recurrentGradient", // stateᵀ · delta
  "decoderGradient", // stateᵀ · logit gradient
] as const;
export type SparseProduct = (typeof sparseProducts)[number];

/** `sparse`: over lists of what is not zero, by the WASM kernels. `dense`: by the engine's matrix product, WASM or BLAS. */
export type Way = "dense" | "sparse";
export type Ways = Readonly<Record<SparseProduct, Way>>;

const all = (way: Way): Ways => ({
  recurrentForward: way,
  decoderForward: way,
  decoderBackward: way,
  recurrentBackward: way,
  recurrentGradient: way,
  decoderGradient: way,
});
export const allDense: Ways = all("dense");
export const allSparse: Ways = all("sparse");

/** Without any measurement: sparse behind a ReLU, dense where no activity is zero. */
export const defaultWays = (activation: Activation): Ways => (activation === "relu" ? allSparse : allDense);

/**
 * The faster way for each product at a density, by what this machine was measured to do.
 * Both ways of the WASM kernels give the same bits but for the decoder's gradient towards the units, which is left sparse:
 * with them a training does not depend on what was measured.
 */
export function fasterWays(rates: ProductRates, density: number, kind: "wasm" | "native"): Ways {
  const { dense, panels, dots } = rates;
  const faster = (listed: number, whole: number): Way => (density * whole < listed ? "sparse" : "dense");
  return {
    recurrentForward: faster(panels, dense.nn),
    decoderForward: faster(panels, dense.nn),
    decoderBackward: kind === "wasm" ? "sparse" : faster(dots, dense.nt),
    recurrentBackward: faster(panels, dense.nt),
    recurrentGradient: faster(panels, dense.tn),
    decoderGradient: faster(panels, dense.tn),
  };
}
