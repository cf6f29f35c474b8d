/** Sum, number of non-zeros, largest and smallest value of one unit of `activities` [samples, units]. */
export function referenceActivity(activities: ArrayLike<number>, units: number, unit: number) {
  const own = Array.from(activities).filter((_, i) => i % units === unit);
  return {
    sum: own.reduce((total, value) => total + value, 0),
    active: own.filter((value) => value !== 0).length,
    largest: Math.max(...own),
    smallest: Math.min(...own),
  };
}
