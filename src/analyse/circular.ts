/** Mean and spread of angles that are the same after a part of a turn. Source: Mardia and Jupp 2000, Directional Statistics. */

/** Sum of the vectors of the angles times `fold`. Angles that are NaN are left out. */
function resultant(angles: ArrayLike<number>, fold: number) {
  let [cosine, sine, count] = [0, 0, 0];
  for (let i = 0; i < angles.length; i++) {
    if (Number.isNaN(angles[i]!)) continue;
    cosine += Math.cos(fold * angles[i]!);
    sine += Math.sin(fold * angles[i]!);
    count++;
  }
  return { cosine, sine, count };
}

/** rad, in [0, 2 pi / fold); NaN without angles. @param fold how often a turn brings the same angle: 6 for hexagonal lattices */
export function circularMean(angles: ArrayLike<number>, fold: number): number {
  const { cosine, sine, count } = resultant(angles, fold);
  if (count === 0) return Number.NaN;
  const angle = Math.atan2(sine, cosine) / fold;
  return angle < 0 ? angle + (2 * Math.PI) / fold : angle;
}

/**
 * Circular standard deviation, sqrt(2 ln 1 / R) / fold in rad, where R is the length of the mean vector: 0 when all angles are the
 * same, without bound for angles all around. NaN without angles.
 */
export function circularSpread(angles: ArrayLike<number>, fold: number): number {
  const { cosine, sine, count } = resultant(angles, fold);
  const length = Math.min(1, Math.hypot(cosine, sine) / count);
  return Math.sqrt(2 * Math.log(1 / length)) / fold;
}
