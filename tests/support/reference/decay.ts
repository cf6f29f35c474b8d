/** Plain reference of the forms of weight decay, in float64. */

/** Of one matrix, or one head of it: what it adds to the loss and to the gradient. */
export function plainDecay(
  weights: ArrayLike<number>,
  form: "squares" | "halfSquares" | "norm",
  strength: number,
) {
  const squares = Array.from(weights).reduce((sum, w) => sum + w * w, 0);
  const norm = Math.sqrt(squares);
  const times = (factor: number) => Float64Array.from(weights, (w) => factor * w);
  if (form === "squares") return { loss: strength * squares, gradient: times(2 * strength) };
  if (form === "halfSquares") return { loss: (strength * squares) / 2, gradient: times(strength) };
  return { loss: strength * norm, gradient: times(norm === 0 ? 0 : strength / norm) };
}
