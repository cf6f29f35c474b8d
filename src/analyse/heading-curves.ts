/** Mean activity of all units by fine sectors of heading, as it is and with headings exchanged: what is ranked, and what shifting does. */
import type { Engine } from "../engine/engine.ts";
import { type ActivityRequest, type ActivitySource, inPortions } from "../tasks/activity-source.ts";
import { headingBin, movementOf } from "./behaviour.ts";
import { addBySector } from "./movement.ts";
import { rotationsOf } from "./tuning-exchange.ts";

export interface HeadingCurveOptions extends ActivityRequest {
  /** Sectors of the full turn, the first one beginning at -pi. */
  readonly headingBins: number;
  /** How often trajectories exchange their headings; 0: never. */
  readonly shuffles: number;
}

export interface HeadingCurves {
  readonly bins: number;
  /** [units, bins] means; NaN where never visited. */
  readonly rates: Float64Array;
  /** The same of each shuffle. */
  readonly shuffled: readonly Float64Array[];
}

/**
 * In every shuffle the trajectories of a portion go with the headings of others, as in `tuning`.
 * @throws UserError when the paths have no velocity
 */
export function headingCurves(
  engine: Engine,
  source: ActivitySource,
  wanted: HeadingCurveOptions,
): HeadingCurves {
  const { headingBins: bins, shuffles, steps } = wanted;
  const { units } = source;
  const options = { ...wanted, measuring: false };
  const rotations = rotationsOf(engine, source, options);
  const sums = Array.from({ length: 1 + shuffles }, () => new Float64Array(bins * units));
  const visits = Array.from({ length: 1 + shuffles }, () => new Float64Array(bins));
  let portionNumber = 0;
  inPortions(source, options, (portion) => {
    const { samples, trajectories, activities } = portion;
    const { headings, isKnown } = movementOf(portion);
    const sectors = Int32Array.from({ length: samples }, (_, i) =>
      isKnown(i) ? headingBin(headings[i]!, bins) : -1,
    );
    [0, ...rotations[portionNumber++]!].forEach((rotation, pairing) => {
      const turned = rotated(sectors, trajectories, steps, rotation);
      for (const sector of turned) if (sector >= 0) visits[pairing]![sector]!++;
      const added = addBySector(engine, { activities, sectors: turned, samples, units, count: bins });
      for (let i = 0; i < added.length; i++) sums[pairing]![i]! += added[i]!;
    });
  });
  const [rates, ...shuffled] = sums.map((sum, pairing) => meansOf(sum, visits[pairing]!, units));
  return { bins, rates: rates!, shuffled };
}

/** [T, B] with every row turned to the left by `by`. */
function rotated(sectors: Int32Array, columns: number, steps: number, by: number): Int32Array {
  return Int32Array.from(sectors, (_, i) => {
    const step = Math.floor(i / columns);
    return step < steps ? sectors[step * columns + ((i - step * columns + by) % columns)]! : -1;
  });
}

/** [units, bins] means of [bins, units] sums. */
function meansOf(sums: Float64Array, visits: Float64Array, units: number): Float64Array {
  const bins = visits.length;
  const means = new Float64Array(sums.length);
  for (let unit = 0; unit < units; unit++) {
    for (let bin = 0; bin < bins; bin++) {
      means[unit * bins + bin] = sums[bin * units + unit]! / visits[bin]!;
    }
  }
  return means;
}
