/** What is called of a BLAS with the C interface, and of OpenBLAS besides. */
import type { Library } from "bun:ffi";

export const rowMajor = 101;
export const plain = 111;
export const transposed = 112;

export const sgemmSignature = {
  cblas_sgemm: {
    args: ["i32", "i32", "i32", "i32", "i32", "i32", "f32", "ptr", "i32", "ptr", "i32", "f32", "ptr", "i32"],
    returns: "void",
  },
} as const;

export const openBlasControls = {
  openblas_set_num_threads: { args: ["i32"], returns: "void" },
  openblas_get_corename: { args: [], returns: "cstring" },
} as const;

export type Sgemm = Library<typeof sgemmSignature>["symbols"]["cblas_sgemm"];
