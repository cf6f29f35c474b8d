/** Scores the maps of a file in portions, so that the memory does not grow with their number. */
import type { Box } from "../../../analyse/bin-assignment.ts";
import { borderScores } from "../../../analyse/border-score.ts";
import { type GridScores, joinedScores, scoreMaps } from "../../../analyse/grid-score.ts";
import { gridLattices, type Lattices } from "../../../analyse/grid-spacing.ts";
import { joinedArrays } from "../../../analyse/joined-arrays.ts";
import { type MapMeasures, mapMeasures } from "../../../analyse/map-measures.ts";
import { checkRates, squareBins, unitsAtOnce } from "../../../analyse/map-set.ts";
import { halfRadii } from "../../../analyse/null.ts";
import type { Scorer } from "../../../analyse/scorer.ts";
import type { Engine } from "../../../engine/engine.ts";
import type { NumberRows } from "../../../format/number-rows.ts";
import type { Pace } from "../../../session/analysis.ts";

export interface RowShape {
  readonly units: number;
  readonly binsX: number;
  readonly binsY: number;
}

export interface ScoredRows {
  readonly grid: GridScores;
  /** Border score of each unit. */
  readonly border: Float64Array;
  readonly lattices: Lattices;
  readonly measures: MapMeasures;
  /** `halfRadii` of the maps, where they are wanted. */
  readonly radii: readonly number[];
  readonly portions: number;
}

/**
 * @param smoothness whether the radii are wanted
 * @throws UserError for what cannot be scored, and when the file is damaged
 */
export async function scoreRows(
  engine: Engine,
  maps: Pick<NumberRows, "shape" | "portions">,
  shape: RowShape,
  { scorer, box, smoothness }: { readonly scorer: Scorer; readonly box: Box; readonly smoothness: boolean },
  pace: Pace,
): Promise<ScoredRows> {
  const bins = squareBins(shape);
  const border = new Float64Array(shape.units);
  const radii: number[] = [];
  const parts: GridScores[] = [];
  const lattices: Lattices[] = [];
  const measures: MapMeasures[] = [];
  let first = 0;
  // One map of two dimensions is read whole.
  const rows = maps.shape.length === 2 ? bins : unitsAtOnce(bins * bins * 8);
  for await (const values of maps.portions(rows)) {
    const part = { units: values.length / (bins * bins), binsX: bins, binsY: bins };
    checkRates(values, bins * bins, first);
    parts.push(scoreMaps(engine, values, part, scorer));
    lattices.push(gridLattices(engine, values, part, box, scorer.unvisited));
    measures.push(mapMeasures(values, part, { box }));
    borderScores(values, part, box).forEach(({ score }, unit) => {
      border[first + unit] = score;
    });
    // Not by spreading: there may be more than a call takes.
    if (smoothness) for (const radius of halfRadii(engine, values, bins)) radii.push(radius);
    first += part.units;
    if (shape.units > part.units) pace.progress?.("scoring", first / shape.units);
    await pace.breathe();
  }
  return {
    ...{ grid: joinedScores(parts), border, radii, portions: parts.length },
    ...{ lattices: joinedArrays(lattices), measures: joinedArrays(measures) },
  };
}
