/** Random first weights, whatever the network. */
import type { Engine } from "../engine/engine.ts";
import { fillUniform } from "../engine/random.ts";
import { type Arrays, allocateArrays, type Layout, namesOf } from "./layout.ts";

/**
 * Weights uniform in ±limit; each array draws from a random stream of its own, row by row.
 * @param limit of each array: PyTorch's default is 1 / sqrt(fan-in), where recurrent layers count their units for all arrays
 */
export function uniformWeights<Name extends string>(
  engine: Engine,
  layout: Layout<Name>,
  seed: number,
  limit: (name: Name) => number,
): Arrays<Name> {
  const weights = allocateArrays(engine, layout, "weights");
  for (const name of namesOf(layout)) {
    const array = weights[name];
    const draws = array.shape.at(-1)!;
    const items = array.length / draws;
    fillUniform(engine, { seed, stream: `weights.${name}`, first: 0, items, draws }, array);
    const { view } = array;
    const largest = limit(name);
    for (let i = 0; i < view.length; i++) view[i] = largest * (2 * view[i]! - 1);
  }
  return weights;
}
