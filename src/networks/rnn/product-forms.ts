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
export type ProductForm = "dense" | "sparse";
export type ProductForms = Readonly<Record<SparseProduct, ProductForm>>;

const all = (form: ProductForm): ProductForms => ({
  recurrentForward: form,
  decoderForward: form,
  decoderBackward: form,
  recurrentBackward: form,
  recurrentGradient: form,
  decoderGradient: form,
});
export const allDense: ProductForms = all("dense");
export const allSparse: ProductForms = all("sparse");

/** Without any measurement: sparse behind a ReLU, dense where no activity is zero. */
export const defaultForms = (activation: Activation): ProductForms =>
  activation === "relu" ? allSparse : allDense;

/**
 * The faster form for each product at a density, by what this machine was measured to do.
 * Both forms of the WASM kernels give the same bits but for the decoder's gradient towards the units, which is left sparse:
 * with them a training does not depend on what was measured.
 */
export function fasterForms(rates: ProductRates, density: number, kind: "wasm" | "native"): ProductForms {
  const { dense, panels, dots } = rates;
  const faster = (listed: number, whole: number): ProductForm =>
    density * whole < listed ? "sparse" : "dense";
  return {
    recurrentForward: faster(panels, dense.nn),
    decoderForward: faster(panels, dense.nn),
    decoderBackward: kind === "wasm" ? "sparse" : faster(dots, dense.nt),
    recurrentBackward: faster(panels, dense.nt),
    recurrentGradient: faster(panels, dense.tn),
    decoderGradient: faster(panels, dense.tn),
  };
}
