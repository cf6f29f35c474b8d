/** Scores the maps of a file in portions, so that the memory does not grow with their number. */
import type { Box } from "../../../analyse/bin-assignment.ts";
import { borderScores } from "../../../analyse/border-score.ts";
import { type GridScores, joinedScores, scoreMaps } from "../../../analyse/grid-score.ts";
import { gridLattices, type Lattices } from "../../../analyse/grid-spacing.ts";
import { joinedArrays } from "../../../analyse/joined-arrays.ts";
import { type MapMeasures, mapMeasures } from "../../../analyse/map-measures.ts";
import { checkRates, squareBins, unitsAtOnce } from "../../../analyse/map-set.ts";
import { halfRadii } from "../../../analyse/null.ts";
import type { MapNullScores } from "../../../analyse/nulls/map-null.ts";
import type { MapNull } from "../../../analyse/nulls/null-maps.ts";
import type { Scorer } from "../../../analyse/scorer.ts";
import type { Engine } from "../../../engine/engine.ts";
import type { NumberRows } from "../../../format/number-rows.ts";
import type { Pace } from "../../../session/look.ts";
import { mapNullInPieces } from "../../../session/null-scores.ts";

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
  /** Of null maps, where they are wanted. */
  readonly nullScores: MapNullScores | undefined;
  /** `halfRadii` of the maps, where they are wanted. */
  readonly radii: readonly number[];
  readonly portions: number;
}

export interface WantedScores {
  readonly scorer: Scorer;
  readonly box: Box;
  /** Whether the radii are wanted. */
  readonly smoothness: boolean;
  /** Null maps of each unit, with border scores where their edges are walls. */
  readonly mapNull?:
    | {
        readonly kind: MapNull;
        readonly seed: number;
        readonly shuffles: number;
        readonly box: Box | undefined;
      }
    | undefined;
}

/**
 * @throws UserError for what cannot be scored, and when the file is damaged
 */
export async function scoreRows(
  engine: Engine,
  maps: Pick<NumberRows, "shape" | "portions">,
  shape: RowShape,
  { scorer, box, smoothness, mapNull }: WantedScores,
  pace: Pace,
): Promise<ScoredRows> {
  const bins = squareBins(shape);
  const border = new Float64Array(shape.units);
  const radii: number[] = [];
  const parts: GridScores[] = [];
  const lattices: Lattices[] = [];
  const measures: MapMeasures[] = [];
  const nullParts: MapNullScores[] = [];
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
    if (mapNull) {
      const options = { ...mapNull, bins, scorer, first };
      nullParts.push(await mapNullInPieces(engine, values, options, within(pace, first, part.units, shape)));
    }
    first += part.units;
    if (shape.units > part.units) pace.progress?.("scoring", first / shape.units);
    await pace.breathe();
  }
  return {
    ...{ grid: joinedScores(parts), border, radii, portions: parts.length },
    ...{ lattices: joinedArrays(lattices), measures: joinedArrays(measures) },
    nullScores: mapNull && joinedNulls(nullParts),
  };
}

/** The pace of a part of the units. */
const within = (pace: Pace, first: number, units: number, all: RowShape): Pace => ({
  breathe: pace.breathe,
  progress: (what, share) => pace.progress?.(what, (first + share * units) / all.units),
});

function joinedNulls(parts: readonly MapNullScores[]): MapNullScores {
  const scores = joinedArrays(parts.map(({ grid60, grid90 }) => ({ grid60, grid90 })));
  const borders = parts.flatMap(({ border }) => (border ? [{ border }] : []));
  return { ...scores, border: borders.length > 0 ? joinedArrays(borders).border : undefined };
}
