/** Where the preferred headings of head-direction cells lie. */
import type { Engine } from "../engine/engine.ts";
import { fillUniform } from "../engine/random.ts";
import { NumpyRandom } from "../world/mt19937.ts";

export const headMeanRules = ["evenly", "random", "placeSeed"] as const;
export type HeadMeanRule = (typeof headMeanRules)[number];

export interface HeadMeanSeeds {
  /** Of the random stream `stream`. */
  readonly seed: number;
  readonly stream: string;
  /** Of NumPy's generator. */
  readonly neuronsSeed: number;
}

/**
 * [cells] preferred headings, rad in [-pi, pi).
 * `evenly`: the same angle apart, from -pi on. `random`: uniform. `placeSeed`: uniform from NumPy's generator with the very seed that
 * the places have, as the code of Banino et al. 2018 draws them: the same numbers as the first coordinates of the places, and with
 * seed 8341 and 12 cells there is none between -1.62 and 0.43 rad.
 */
export function headMeansBy(
  engine: Engine,
  rule: HeadMeanRule,
  cells: number,
  { seed, stream, neuronsSeed }: HeadMeanSeeds,
): Float64Array {
  switch (rule) {
    case "evenly":
      return Float64Array.from({ length: cells }, (_, cell) => ((2 * cell) / cells - 1) * Math.PI);
    case "random":
      return engine.memory.scope(() => {
        const unit = engine.memory.allocate("float64", cells, "random means");
        fillUniform(engine, { seed, stream, items: cells, draws: 1 }, unit);
        return unit.toArray().map((draw) => (2 * draw - 1) * Math.PI);
      });
    case "placeSeed": {
      const random = new NumpyRandom(neuronsSeed);
      return NumpyRandom.array(cells, () => random.uniform(-Math.PI, Math.PI));
    }
  }
}
