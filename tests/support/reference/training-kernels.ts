/** Plain references of assembly/vector.ts, distance.ts, adam.ts, softmax.ts and recurrent.ts, in float64. */

export const plainScaleAndAdd = (values: ArrayLike<number>, other: ArrayLike<number>, a: number, b: number) =>
  Float64Array.from(values, (value, i) => a * value + b * other[i]!);

export const plainSumOfSquares = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((sum, value) => sum + value * value, 0);

/** Sum over pairs of points of their distance, the shorter way round where a side is given. */
export function plainDistanceSum(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  width: number,
  height: number,
): number {
  const along = (distance: number, side: number) =>
    side > 0 ? Math.min(Math.abs(distance), side - Math.abs(distance)) : distance;
  let total = 0;
  for (let i = 0; i < a.length; i += 2) {
    total += Math.hypot(along(a[i]! - b[i]!, width), along(a[i + 1]! - b[i + 1]!, height));
  }
  return total;
}

/** What Adam holds for one weight. */
export interface PlainAdam {
  weight: number;
  first: number;
  second: number;
}

/** Kingma & Ba 2015, algorithm 1; `step` counts from 1. */
export function plainAdam(state: PlainAdam, gradient: number, step: number, rate: number): PlainAdam {
  const [beta1, beta2, epsilon] = [0.9, 0.999, 1e-8];
  const first = beta1 * state.first + (1 - beta1) * gradient;
  const second = beta2 * state.second + (1 - beta2) * gradient * gradient;
  const unbiased = first / (1 - beta1 ** step);
  const spread = Math.sqrt(second / (1 - beta2 ** step));
  return { weight: state.weight - (rate * unbiased) / (spread + epsilon), first, second };
}

/** Loss of one row of logits, nats, and `scale` times its gradient. */
export function plainSoftmaxCrossEntropy(
  logits: ArrayLike<number>,
  targets: ArrayLike<number>,
  scale: number,
) {
  const top = Math.max(...Array.from(logits));
  const powers = Array.from(logits, (x) => Math.exp(x - top));
  const total = powers.reduce((sum, x) => sum + x, 0);
  const weight = Array.from(targets).reduce((sum, y) => sum + y, 0);
  const loss = Array.from(targets).reduce((sum, y, i) => sum - y * (logits[i]! - top - Math.log(total)), 0);
  const gradient = powers.map((x, i) => scale * ((weight * x) / total - targets[i]!));
  return { loss, gradient };
}

/** activation(hidden + scale * sum over the inputs of x * weights) for one row of units. */
export function plainActivate(
  hidden: ArrayLike<number>,
  inputs: ArrayLike<number>,
  weights: ArrayLike<number>, // [inputs, units]
  scale: number,
  activation: "relu" | "tanh",
): number[] {
  const phi = activation === "relu" ? (x: number) => Math.max(0, x) : Math.tanh;
  const units = hidden.length;
  return Array.from(hidden, (h, i) =>
    phi(h + scale * Array.from(inputs).reduce((sum, x, k) => sum + x * weights[k * units + i]!, 0)),
  );
}
