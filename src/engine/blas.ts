/** A BLAS of the system through bun:ffi, in place on the shared memory: looked for, never required. */
import { dlopen, ptr } from "bun:ffi";
import { existsSync } from "node:fs";
import { UserError } from "../user-error.ts";
import type { Layout, Matmul } from "./matmul.ts";
import { chooseOpenBlasKernels } from "./openblas-kernels.ts";

const rowMajor = 101;
const plain = 111;
const transposed = 112;

const sgemmSignature = {
  cblas_sgemm: {
    args: ["i32", "i32", "i32", "i32", "i32", "i32", "f32", "ptr", "i32", "ptr", "i32", "f32", "ptr", "i32"],
    returns: "void",
  },
} as const;

const openBlasControls = {
  openblas_set_num_threads: { args: ["i32"], returns: "void" },
  openblas_get_corename: { args: [], returns: "cstring" },
} as const;

/** Names and places where a system BLAS with the C interface usually is. */
export function candidatePaths(platform: string = process.platform): string[] {
  if (platform === "darwin") {
    return [
      "/System/Library/Frameworks/Accelerate.framework/Accelerate",
      "/opt/homebrew/opt/openblas/lib/libopenblas.dylib",
    ];
  }
  const architecture = process.arch === "arm64" ? "aarch64" : "x86_64";
  return [
    "libopenblas.so.0",
    "libopenblas.so",
    `/usr/lib/${architecture}-linux-gnu/openblas-pthread/libopenblas.so.0`,
    "libmkl_rt.so.2",
    "libblis.so.4",
    "libcblas.so.3",
  ];
}

export interface Blas {
  readonly path: string;
  /** What the library says of itself: "OpenBLAS SkylakeX", "Accelerate". */
  readonly description: string;
}

/**
 * Looks for a BLAS. `ENTORHINAL_BLAS=path` names one and must then work.
 * @returns undefined when there is none
 * @throws UserError when the named one cannot be used
 */
export function findBlas(named: string | undefined = process.env.ENTORHINAL_BLAS): Blas | undefined {
  chooseOpenBlasKernels();
  if (named) {
    const found = tryOpen(named);
    if (!found) {
      const why = existsSync(named) ? "has no cblas_sgemm" : "does not exist";
      throw new UserError(
        `ENTORHINAL_BLAS=${named} ${why}`,
        "name a BLAS library with the C interface, or unset ENTORHINAL_BLAS",
      );
    }
    return found;
  }
  for (const path of candidatePaths()) {
    const found = tryOpen(path);
    if (found) return found;
  }
  return undefined;
}

function tryOpen(path: string): Blas | undefined {
  try {
    dlopen(path, sgemmSignature);
  } catch {
    return undefined;
  }
  try {
    const { symbols } = dlopen(path, openBlasControls);
    symbols.openblas_set_num_threads(1);
    return { path, description: `OpenBLAS ${symbols.openblas_get_corename()}` };
  } catch {
    const name = path.includes("Accelerate") ? "Accelerate" : path.includes("mkl") ? "MKL" : "BLAS";
    return { path, description: name };
  }
}

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

type Address = Parameters<ReturnType<typeof dlopen<typeof sgemmSignature>>["symbols"]["cblas_sgemm"]>[7];
const address = (value: number): Address => value as Address;
