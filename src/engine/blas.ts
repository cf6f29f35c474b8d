/** A BLAS of the system through bun:ffi, in place on the shared memory. Which one is found out in find-blas.ts. */
import { dlopen, type Pointer, ptr } from "bun:ffi";
import { openBlasControls, plain, rowMajor, sgemmSignature, transposed } from "./cblas.ts";
import type { Layout, Matmul } from "./matmul.ts";

/** Sets how many threads OpenBLAS uses for one product, in the whole process. @returns false when the library is another */
export function setBlasThreads(path: string, threads: number): boolean {
  try {
    dlopen(path, openBlasControls).symbols.openblas_set_num_threads(threads);
    return true;
  } catch {
    return false;
  }
}

/** cblas_sgemm in place on a WebAssembly memory. Every thread opens its own; each call runs on the calling thread. */
export function nativeMatmul(path: string, memory: Pick<WebAssembly.Memory, "buffer">): Matmul {
  const { cblas_sgemm } = dlopen(path, sgemmSignature).symbols;
  let buffer = memory.buffer;
  let base: number = ptr(new Uint8Array(buffer));
  const transA = (layout: Layout) => (layout === "tn" ? transposed : plain);
  const transB = (layout: Layout) => (layout === "nt" ? transposed : plain);
  return {
    kind: "native",
    multiply(layout, m, n, k, a, lda, b, ldb, c, ldc, accumulate) {
      if (memory.buffer !== buffer) {
        buffer = memory.buffer;
        base = ptr(new Uint8Array(buffer));
      }
      const beta = accumulate ? 1 : 0;
      // biome-ignore format: one line a matrix
      cblas_sgemm(rowMajor, transA(layout), transB(layout), m, n, k,
        1, address(base + a), lda,
        address(base + b), ldb,
        beta, address(base + c), ldc);
    },
  };
}

const address = (value: number): Pointer => value as Pointer;
