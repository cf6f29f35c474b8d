/** What the machine can do at best, to be measured beside a kernel in the same unit. */
import { ptr } from "bun:ffi";
import { nativeMatmul } from "../src/engine/blas.ts";
import type { Engine } from "../src/engine/engine.ts";
import type { Layout } from "../src/engine/matmul.ts";
import type { Body } from "./measure.ts";

const operationsPerTurn = 112;

/**
 * That many float32 multiplications and additions which never leave the registers of one core. Take as many as the kernel
 * beside it has, so that both run for about as long.
 */
export function multiplyAddLoop(engine: Engine, operations: number): Body {
  const turns = Math.ceil(operations / operationsPerTurn);
  return () => engine.kernels.multiplyAddCeiling(turns, 0.5);
}

/** Copies `bytes` of the shared memory on one core; its array belongs to the current memory scope. */
export function copyLoop(engine: Engine, bytes: number): Body {
  const whole = Math.ceil(bytes / 16) * 16;
  const both = engine.memory.zeros("uint8", 2 * whole, "source and copy");
  return () => {
    engine.kernels.copyCeiling(both.pointer + whole, both.pointer, whole);
    return both.view.at(-1)!;
  };
}

/** Row strides of A and B. */
export const strides = (layout: Layout, m: number, n: number, k: number) => ({
  lda: layout === "tn" ? m : k,
  ldb: layout === "nt" ? k : n,
});

/** cblas_sgemm on one thread and on ordinary memory, as any other program would call it. */
export function blasAlone(path: string, layout: Layout, m: number, n: number, k: number): Body {
  const own = new Float32Array(m * k + k * n + m * n).fill(0.25);
  const { multiply } = nativeMatmul(path, { buffer: own.buffer } as unknown as WebAssembly.Memory);
  const { lda, ldb } = strides(layout, m, n, k);
  const b = m * k * 4;
  const c = b + k * n * 4;
  return () => {
    multiply(layout, m, n, k, 0, lda, b, ldb, c, n, false);
    return own[c / 4]! + ptr(own);
  };
}
