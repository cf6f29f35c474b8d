/** Inverted dropout, one value at a time, written to be read. */
import type { StreamKey } from "../../../src/engine/random.ts";
import { uniform } from "./philox.ts";

/** Factor of a unit of an item at a time step: 1 / keep when it is kept, else 0. @param units of a row: each step takes an even number of draws */
export function dropoutFactor(
  key: StreamKey,
  item: number,
  step: number,
  unit: number,
  units: number,
  keep: number,
): number {
  const draw = step * (units + (units % 2)) + unit;
  return uniform(key, item, draw) < keep ? Math.fround(1 / keep) : 0;
}

/** Derivative of the loss at what came before activation and dropout. @param sum what came before */
export function plainDropoutDerivative(
  delta: number,
  sum: number,
  factor: number,
  activation: "relu" | "tanh" | "linear",
): number {
  if (activation === "relu") return sum > 0 ? delta * factor : 0;
  return delta * factor * (activation === "tanh" ? 1 - Math.tanh(sum) ** 2 : 1);
}
