/** "2 values of 0 or below left out": what a logarithmic axis does not show; empty when it shows all. */
export function withoutLogarithm(values: readonly number[]): string {
  const count = values.filter((value) => value <= 0).length;
  if (count === 0) return "";
  return `${count} ${count === 1 ? "value" : "values"} of 0 or below left out`;
}
