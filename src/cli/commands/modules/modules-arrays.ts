/** What `modules --out` writes: arrays of the units, and with `noise_` and `untrained_` before their names those of the others. */
import type { Population } from "../../../analyse/population.ts";
import type { Scorer } from "../../../analyse/scorer.ts";
import { type NpyArray, npyArray } from "../../../format/npy-array.ts";

const degrees = (angle: number): number => (180 / Math.PI) * angle;

export function moduleArrays(populations: readonly Population[], scorer: Scorer): Record<string, NpyArray> {
  const arrays = populations.flatMap((one, i) =>
    Object.entries(arraysOf(one)).map(([name, array]) => [i === 0 ? name : `${one.name}_${name}`, array]),
  );
  return { ...Object.fromEntries(arrays), scorer: npyArray([scorer.name], []) };
}

/** Lengths in m. */
function arraysOf({ members, threshold, lattices, modules, moduleOf }: Population): Record<string, NpyArray> {
  const { discreteness, best, mixtures } = modules;
  const ofModules = (value: "mean" | "deviation" | "weight") =>
    npyArray(Float64Array.from(best?.components ?? [], (component) => component[value]));
  return {
    unit: npyArray(Int32Array.from(members)),
    threshold: npyArray(Float64Array.of(threshold), []),
    spacing: npyArray(lattices.spacing),
    mean_spacing: npyArray(lattices.meanSpacing),
    spacing_spread: npyArray(lattices.spacingSpread),
    orientation_degrees: npyArray(lattices.orientation.map(degrees)),
    orientation_spread_degrees: npyArray(lattices.orientationSpread.map(degrees)),
    ellipticity: npyArray(lattices.ellipticity),
    module: npyArray(moduleOf),
    module_mean: ofModules("mean"),
    module_deviation: ofModules("deviation"),
    module_weight: ofModules("weight"),
    bic: npyArray(Float64Array.from(mixtures, ({ bic }) => bic)),
    histogram_edges: npyArray(Float64Array.from(discreteness.edges)),
    histogram_counts: npyArray(Float64Array.from(discreteness.counts)),
    discreteness: npyArray(Float64Array.of(discreteness.value), []),
    discreteness_shuffled: npyArray(discreteness.shuffled),
    discreteness_p: npyArray(Float64Array.of(discreteness.p), []),
  };
}
