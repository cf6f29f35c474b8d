/** Dense products on one thread, by the own kernel here, by a BLAS in blas.ts. */
import type { Kernels } from "./kernels.ts";

/**
 * C = A B, or C += A B, on addresses of row-major float32 matrices in the shared memory.
 * `lda`, `ldb`, `ldc` are row strides in elements. The three layouts are those of a layer and its two gradients.
 */
export interface Matmul {
  readonly kind: "wasm" | "native";
  multiply(
    layout: Layout,
    m: number,
    n: number,
    k: number,
    a: number,
    lda: number,
    b: number,
    ldb: number,
    c: number,
    ldc: number,
    accumulate: boolean,
  ): void;
}

/** nn: A [m,k], B [k,n]. nt: A [m,k], B stored [n,k]. tn: A stored [k,m], B [k,n]. */
export type Layout = "nn" | "nt" | "tn";

/** The SIMD kernel; `packing` is a buffer of `kernels.matmulPackingBytes()` that belongs to the calling thread. */
export function wasmMatmul(kernels: Kernels, packing: number): Matmul {
  return {
    kind: "wasm",
    multiply(layout, m, n, k, a, lda, b, ldb, c, ldc, accumulate) {
      const transposeA = layout === "tn" ? 1 : 0;
      const transposeB = layout === "nt" ? 1 : 0;
      kernels.matmul(transposeA, transposeB, m, n, k, a, lda, b, ldb, c, ldc, accumulate ? 1 : 0, packing);
    },
  };
}
