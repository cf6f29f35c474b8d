/** Sigmoid cross-entropy with its gradient, in place: each cell a question of its own. Plain reference: tests/support/reference/code-modes.ts. */

/**
 * For each of `rows` rows of `cells` logits x, `stride` numbers apart as those of the targets: with z = target (1 - smoothing) +
 * smoothing / 2, the mean over the cells of ln(1 + e^x) - z x, nats. Logits are overwritten by scale * dloss/dlogits =
 * scale * (sigmoid(x) - z) / cells. In float64. Source: Banino et al. 2018, for targets that are not normalised.
 * @param losses float64 [rows]: the loss of each row (unscaled) is added here
 */
export function sigmoidCrossEntropy(
  logits: usize,
  targets: usize,
  rows: i32,
  cells: i32,
  stride: i32,
  smoothing: f64,
  scale: f64,
  losses: usize,
): void {
  const factor = scale / <f64>cells;
  for (let row = 0; row < rows; row++) {
    let loss: f64 = 0;
    for (let cell = 0; cell < cells; cell++) {
      const at = (<usize>cell) << 2;
      const x = <f64>load<f32>(logits + at);
      const z = <f64>load<f32>(targets + at) * (1 - smoothing) + smoothing / 2;
      const tail = Math.exp(-abs(x));
      loss += max(x, 0) - z * x + Math.log1p(tail);
      const sigmoid = (x >= 0 ? 1 : tail) / (1 + tail);
      store<f32>(logits + at, <f32>(factor * (sigmoid - z)));
    }
    store<f64>(losses, load<f64>(losses) + loss / <f64>cells);
    logits += (<usize>stride) << 2;
    targets += (<usize>stride) << 2;
    losses += 8;
  }
}
