/** Series of numbers as a damaged or unusual log may hold them: finite, and otherwise as they please. */
import { integerBelow, type Random } from "./random-arrays.ts";

const corners = [
  ...[0, -0, 1, -1, 5e-324, -5e-324, 1e-310, 1e-300, 1e-17, 0.1, 6, 1e17, 2 ** 53, 1e20, 1e21],
  ...[1e300, 1e308, Number.MAX_VALUE, -Number.MAX_VALUE, Number.MIN_VALUE, Number.EPSILON],
];

/** Named ones that once went wrong, or might. */
export const nastySeries: readonly (readonly [name: string, values: readonly number[]])[] = [
  ["nothing", []],
  ["one point", [6]],
  ["one zero", [0]],
  ["zeros", [0, 0, 0]],
  ["a zero among positive values", [12, 0, 11]],
  ["negative values", [-1, -2, -3]],
  ["both signs", [-1, 0, 1]],
  ["the largest of both signs", [-Number.MAX_VALUE, Number.MAX_VALUE]],
  ["everything a double can be", [Number.MIN_VALUE, 1, Number.MAX_VALUE]],
  ["denormals", [5e-324, 1e-323, 1e-310]],
  ["one denormal", [5e-324]],
  ["a denormal and zero", [0, 5e-324]],
  ["all equal", [3, 3, 3]],
  ["all equal and large", [1e17, 1e17]],
  ["all equal and the largest", [Number.MAX_VALUE, Number.MAX_VALUE]],
  ["neighbours", [1, 1 + Number.EPSILON]],
  ["large neighbours", [1e20, 1e20 + 16384]],
  ["gaps only", [Number.NaN, Number.NaN]],
  ["gaps and a zero", [Number.NaN, 0, Number.NaN]],
  ["many of the largest", Array.from({ length: 5000 }, (_, i) => (i % 2 ? 1 : -1) * Number.MAX_VALUE)],
  ["many zeros and ones", Array.from({ length: 5000 }, (_, i) => i % 2)],
];

/** A few corners, or any bit pattern that is finite, in any order. */
export function randomNastySeries(random: Random): number[] {
  const any = () => {
    const words = Uint32Array.from({ length: 2 }, () => integerBelow(random, 2 ** 32));
    const [value] = new Float64Array(words.buffer);
    return Number.isFinite(value) ? value! : 0;
  };
  const draw = random() < 0.6 ? () => corners[integerBelow(random, corners.length)]! : any;
  return Array.from({ length: integerBelow(random, 40) }, draw);
}
