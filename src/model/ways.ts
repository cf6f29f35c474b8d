import type { Activation } from "./path-rnn.ts";

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
const allSparse: Ways = all("sparse");

/** Without any measurement: sparse behind a ReLU, dense where no activity is zero. */
export const defaultWays = (activation: Activation): Ways => (activation === "relu" ? allSparse : allDense);
