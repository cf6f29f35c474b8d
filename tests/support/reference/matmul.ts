import type { Layout } from "../../../src/engine/matmul.ts";

/** C = op(A) op(B) in float64: the definition, nothing else. Row-major; A is [m,k] ([k,m] for tn), B [k,n] ([n,k] for nt). */
export function plainMatmul(
  layout: Layout,
  m: number,
  n: number,
  k: number,
  a: ArrayLike<number>,
  b: ArrayLike<number>,
): Float64Array {
  const c = new Float64Array(m * n);
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      for (let p = 0; p < k; p++) {
        const left = layout === "tn" ? a[p * m + i]! : a[i * k + p]!;
        const right = layout === "nt" ? b[j * k + p]! : b[p * n + j]!;
        c[i * n + j]! += left * right;
      }
    }
  }
  return c;
}
