/** Scores of the null maps of units. */
import type { Engine } from "../../engine/engine.ts";
import type { Box } from "../bin-assignment.ts";
import { borderScores } from "../border-score.ts";
import { scoreMaps } from "../grid-score.ts";
import type { Maps } from "../map-set.ts";
import type { Scorer } from "../scorer.ts";
import { inNullMaps, type NullMapOptions } from "./null-maps.ts";

export interface MapNullOptions extends NullMapOptions {
  readonly scorer: Scorer;
  /** Of the maps, m: for border scores. Undefined: their edges are no walls. */
  readonly box: Box | undefined;
}

/** Scores [units, shuffles]. */
export interface MapNullScores {
  readonly grid60: Float64Array;
  readonly grid90: Float64Array;
  /** Of shuffled fields between walls; random phases know no walls. */
  readonly border: Float64Array | undefined;
}

/** Null maps that are scored between two pauses. */
const mapsAtOnce = 8192;

/** Units whose null maps are to be scored between two pauses. */
export const nullUnitsAtOnce = (shuffles: number): number => Math.max(1, Math.floor(mapsAtOnce / shuffles));

/**
 * Scores the null maps of each unit with the scorer that scored the unit; see `inNullMaps`. The same for any number of workers, and
 * however units are divided among calls.
 * @param maps [units, bins, bins], NaN where unvisited
 * @throws UserError when the maps cannot be scored
 */
export function mapNullScores(engine: Engine, maps: Maps, options: MapNullOptions): MapNullScores {
  const { bins, shuffles, scorer, box } = options;
  const members = (maps.length / bins ** 2) * shuffles;
  const grid60 = new Float64Array(members);
  const grid90 = new Float64Array(members);
  const border = box && options.kind === "field-shuffle" ? new Float64Array(members) : undefined;
  inNullMaps(engine, maps, options, (nullMaps, first, count) => {
    const shape = { units: count * shuffles, bins };
    const at = first * shuffles;
    const scores = scoreMaps(engine, nullMaps.view, shape, scorer);
    grid60.set(scores.grid60, at);
    grid90.set(scores.grid90, at);
    if (!border || !box) return;
    borderScores(nullMaps.view, { units: shape.units, binsX: bins, binsY: bins }, box).forEach(
      ({ score }, i) => {
        border[at + i] = score;
      },
    );
  });
  return { grid60, grid90, border };
}
