/**
 * A program of its own that loads the library it is given and lets it multiply: what a library does to the process that loads it
 * happens here. It prints one word.
 */
import { dlopen, ptr } from "bun:ffi";
import { plain, rowMajor, type Sgemm, sgemmSignature, transposed } from "./cblas.ts";

/** [m, n, k]: within one block of a kernel, over its edges, a vector, and what is too large for kernels of small matrices. */
const shapes = [
  [4, 4, 4],
  [67, 53, 129],
  [1, 130, 65],
  [150, 130, 120],
] as const;

/** Small whole numbers: every sum of products is a whole number that float32 has, in whatever order it is formed. */
const numbers = (count: number, factor: number): Float32Array<ArrayBuffer> =>
  Float32Array.from({ length: count }, (_, i) => ((i * factor) % 13) - 6);

type At = (row: number, column: number) => number;

function isRight(sgemm: Sgemm, layout: "nn" | "nt" | "tn", [m, n, k]: readonly [number, number, number]) {
  const [transA, transB] = [layout === "tn", layout === "nt"];
  const [lda, ldb] = [transA ? m : k, transB ? k : n];
  const a = numbers(m * k, 7);
  const b = numbers(k * n, 5);
  const c = new Float32Array(m * n).fill(Number.NaN);
  const [ta, tb] = [transA ? transposed : plain, transB ? transposed : plain];
  // Once in place of what is there, once added to it.
  for (const beta of [0, 1]) {
    sgemm(rowMajor, ta, tb, m, n, k, 1, ptr(a), lda, ptr(b), ldb, beta, ptr(c), n);
  }
  // C w is 2 A (B w) for any w.
  const weights = Float64Array.from({ length: n }, (_, i) => 1 + ((i * i) % 17));
  const inner = times(k, n, (l, j) => b[transB ? j * ldb + l : l * ldb + j]!, weights);
  const expected = times(m, k, (i, l) => a[transA ? l * lda + i : i * lda + l]!, inner);
  return times(m, n, (i, j) => c[i * n + j]!, weights).every((value, i) => value === 2 * expected[i]!);
}

/** A matrix times a vector. */
const times = (rows: number, columns: number, at: At, vector: ArrayLike<number>): Float64Array =>
  Float64Array.from({ length: rows }, (_, row) => {
    let sum = 0;
    for (let column = 0; column < columns; column++) sum += at(row, column) * vector[column]!;
    return sum;
  });

function verdict(path: string): "right" | "wrong" | "unusable" {
  let sgemm: Sgemm;
  try {
    sgemm = dlopen(path, sgemmSignature).symbols.cblas_sgemm;
  } catch {
    return "unusable";
  }
  const layouts = ["nn", "nt", "tn"] as const;
  return layouts.every((layout) => shapes.every((shape) => isRight(sgemm, layout, shape)))
    ? "right"
    : "wrong";
}

process.stdout.write(verdict(process.argv[2]!));
