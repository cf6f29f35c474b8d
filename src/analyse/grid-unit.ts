/** All that is said of one unit as a grid cell. */
import type { Engine } from "../engine/engine.ts";
import { autocorrelograms } from "./autocorrelogram.ts";
import type { Ellipse } from "./ellipse.ts";
import { judgedAutocorrelogram } from "./elliptical.ts";
import { scoreMaps } from "./grid-score.ts";
import { type Lattice, latticeOf } from "./lattice.ts";
import type { Maps } from "./map-set.ts";
import type { Ring } from "./ring.ts";
import type { Scorer } from "./scorer.ts";

/** Scores are NaN, rings null, when the map does not vary. */
export interface GridUnit {
  readonly scorer: string;
  readonly bins: number;
  /** [2 bins - 1, 2 bins - 1], as the scorer judges it; shift 0 in the middle, NaN throughout when there is nothing to judge. */
  readonly autocorrelogram: Float64Array;
  /** Best mean form, and best difference of smallest and largest, over the scorer's rings. */
  readonly grid60: { readonly mean: number; readonly minMax: number };
  readonly grid90: number;
  /** Rings in which they were reached. */
  readonly ring60: { readonly mean: Ring | null; readonly minMax: Ring | null };
  readonly ring90: Ring | null;
  /** The ellipse (bins) that was undone in `autocorrelogram`; null where there was none, or it was not asked for. */
  readonly undone: Ellipse | null;
  /** Undefined when the autocorrelogram has fewer than six peaks around its middle. */
  readonly lattice: Lattice | undefined;
}

/**
 * Autocorrelogram, scores in both forms, spacing and orientation of one map.
 * @param map [y, x], square, NaN where unvisited
 * @param box in m
 * @throws UserError when the map is not square, too small, or holds an infinite rate
 */
export function describeGridUnit(
  engine: Engine,
  map: Maps,
  bins: number,
  box: { readonly width: number; readonly height: number },
  scorer: Scorer,
): GridUnit {
  const shape = { units: 1, bins };
  const autocorrelogram = judgedAutocorrelogram(engine, map, bins, scorer);
  const mean = scoreMaps(engine, map, shape, { ...scorer, form: "mean" });
  const minMax = scoreMaps(engine, map, shape, { ...scorer, form: "min-max" });
  return {
    scorer: scorer.name,
    bins,
    autocorrelogram,
    grid60: { mean: mean.grid60[0]!, minMax: minMax.grid60[0]! },
    grid90: mean.grid90[0]!,
    ring60: { mean: mean.ring60[0]!, minMax: minMax.ring60[0]! },
    ring90: mean.ring90[0]!,
    undone: mean.ellipses?.[0] ?? null,
    lattice: latticeOf(autocorrelograms(engine, map, shape, scorer.unvisited), {
      binsX: bins,
      binsY: bins,
      ...box,
    }),
  };
}
