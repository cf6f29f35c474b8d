/** The modes of an ensemble and its losses, one row at a time, written to be read. */

export function voronoi(probabilities: readonly number[]): number[] {
  const best = probabilities.indexOf(Math.max(...probabilities));
  return probabilities.map((_, cell) => (cell === best ? 1 : 0));
}

/** @param draw in [0, 1) */
export function sampled(probabilities: readonly number[], draw: number): number[] {
  const total = probabilities.reduce((sum, one) => sum + one, 0);
  let below = 0;
  const cell = probabilities.findIndex((probability) => {
    below += probability;
    return below > draw * total;
  });
  return probabilities.map((_, i) => (i === cell ? 1 : 0));
}

/** Mean over the cells of the cross-entropy of a coin each, and its gradient. */
export function plainSigmoidCrossEntropy(
  logits: ArrayLike<number>,
  targets: ArrayLike<number>,
  smoothing: number,
): { readonly loss: number; readonly gradient: number[] } {
  const cells = logits.length;
  const smoothed = Array.from(targets, (target) => target * (1 - smoothing) + smoothing / 2);
  const sigmoid = Array.from(logits, (x) => 1 / (1 + Math.exp(-x)));
  const losses = smoothed.map((z, i) => -z * Math.log(sigmoid[i]!) - (1 - z) * Math.log(1 - sigmoid[i]!));
  return {
    loss: losses.reduce((sum, one) => sum + one, 0) / cells,
    gradient: sigmoid.map((p, i) => (p - smoothed[i]!) / cells),
  };
}
