/** From maps to scores and their null. */

import type { Box } from "../../../analyse/bin-assignment.ts";
import type { HiddenBins } from "../../../analyse/null.ts";
import type { NullScores } from "../../../analyse/nulls/null-scores.ts";
import type { Scorer } from "../../../analyse/scorer.ts";
import { fallingThresholds } from "../../../analyse/thresholds.ts";
import type { Engine } from "../../../engine/engine.ts";
import { formatShape } from "../../../format/npy-array.ts";
import type { NumberRows } from "../../../format/number-rows.ts";
import { onHeap, requireMemory } from "../../../memory-need.ts";
import type { NullChoice, Pace } from "../../../session/look.ts";
import { mapNull as nullOfMaps, requireScoreMemory } from "../../../session/null-scores.ts";
import { UserError } from "../../../user-error.ts";
import type { MapBox, ScoredMaps } from "./score-answer.ts";
import { mapNullOf, matchedNoise } from "./score-null.ts";
import { type RowShape, scoreRows } from "./score-rows.ts";

export type MapRows = Omit<NumberRows, keyof Disposable>;

/** What is known of maps beside them, and what is asked. */
export interface MapSource {
  readonly scorer: Scorer;
  readonly box: MapBox;
  /** The box of maps whose edges are its walls. */
  readonly walls: Box | undefined;
  /** Undefined: no null. */
  readonly choice: NullChoice | undefined;
  /** Of the null. */
  readonly seed: number;
  /** Where more is known than the maps in their box: walls, visits, signs, headings. */
  readonly known?: Pick<ScoredMaps, "border" | "measures" | "movement"> | undefined;
  /** Bins that the maps do not have, by a rule of their source. */
  readonly hidden?: HiddenBins;
  /** The null, where maps alone do not have it. */
  readonly ofActivity?: (() => Promise<NullScores | undefined>) | undefined;
}

export interface AskedScores extends MapSource {
  readonly nullSmoothing: number | undefined;
}

/** Scores, rings, and what is said of a unit in an answer. */
const bytesPerUnit = 1000;

/** @throws UserError for what cannot be scored, or does not fit the memory */
export async function scoresOf(
  engine: Engine,
  maps: MapRows,
  asked: AskedScores,
  pace: Pace,
): Promise<ScoredMaps & { readonly portions: number }> {
  const shape = mapShapeOf(maps);
  requireMemory({
    what: `scoring ${shape.units} maps`,
    needs: [onHeap("their scores", shape.units * bytesPerUnit)],
    mend: "split the file into smaller ones",
  });
  const { box, scorer, choice, seed, ofActivity } = asked;
  const matched = asked.nullSmoothing === undefined;
  try {
    const mapNull = choice && mapNullOf(choice, seed, asked.walls);
    if (mapNull) requireScoreMemory(shape.units, mapNull.shuffles);
    const isNoise = choice?.kind === "smoothed-noise";
    const wanted = { scorer, box, smoothness: matched && isNoise, mapNull };
    const rows = await scoreRows(engine, maps, shape, wanted, pace);
    const { grid, border, lattices, measures, portions } = rows;
    const nullOf = async (): Promise<NullScores | undefined> => {
      if (isNoise) return matchedNoise(engine, rows, asked, pace);
      if (grid.grid60.every(Number.isNaN)) return undefined;
      return mapNull && rows.nullScores
        ? nullOfMaps(rows.nullScores, { ...mapNull, scorer, bins: grid.bins })
        : ofActivity?.();
    };
    const common = { scorer, thresholds: fallingThresholds, grid, box, matched, portions };
    return { ...common, border, lattices, measures, ...asked.known, ofNull: await nullOf() };
  } finally {
    pace.ended?.();
  }
}

function mapShapeOf({ name, shape }: Pick<MapRows, "name" | "shape">): RowShape {
  if (shape.length !== 2 && shape.length !== 3) {
    const mend = "give rate maps as [units, rows, columns] or [rows, columns]";
    throw new UserError(`${name} has the shape ${formatShape(shape)}`, mend);
  }
  const [units, binsY, binsX] = shape.length === 3 ? shape : [1, ...shape];
  if (units === 0) throw new UserError(`${name} holds no maps`, "give at least one map");
  return { units: units!, binsY: binsY!, binsX: binsX! };
}
