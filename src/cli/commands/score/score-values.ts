/** What `score` answers to programs: in JSON, and as arrays. */
import { aboveNull, beyondNull } from "../../../analyse/beyond-noise.ts";
import type { Ellipse } from "../../../analyse/ellipse.ts";
import { type Ring, separation } from "../../../analyse/ring.ts";
import { survival } from "../../../analyse/survival.ts";
import { fallingThresholds } from "../../../analyse/thresholds.ts";
import { type NpyArray, npyArray } from "../../../format/npy-array.ts";
import { measureArrays, measureRows } from "../../frame/measure-arrays.ts";
import { toldEllipse } from "../../frame/told-ellipse.ts";
import type { MapRows } from "./compute-scores.ts";
import type { ScoredMaps } from "./score-answer.ts";
import { jsonNameOf, unitStatistics } from "./unit-statistics.ts";

export function scoreSummary(maps: Pick<MapRows, "name" | "shape">, scored: ScoredMaps) {
  const { scorer, grid, border, ofNull } = scored;
  const measured = measureRows(scored);
  const shares = (scores: Float64Array | undefined) =>
    ofNull && scores && survival(scores, fallingThresholds).shares;
  const said = unitStatistics({ grid, border, ofNull });
  return {
    maps: maps.name,
    scorer: scorer.name,
    bins: grid.bins,
    units: Array.from(grid.grid60, (grid60, unit) => ({
      unit,
      grid60,
      grid90: grid.grid90[unit],
      ring60: grid.ring60[unit],
      ring90: grid.ring90[unit],
      separation60: separation(grid.ring60[unit]!),
      separation90: separation(grid.ring90[unit]!),
      border: border[unit],
      ...(grid.ellipses && { undone: toldEllipse(grid.ellipses[unit]!) }),
      ...measured[unit],
      ...Object.fromEntries(Object.entries(said).map(([name, values]) => [jsonNameOf(name), values[unit]])),
    })),
    null: ofNull && {
      ...{ kind: ofNull.kind, eachUnit: !ofNull.pooled, units: ofNull.shuffles },
      ...{ smoothing: ofNull.smoothing, seed: ofNull.seed, p95: ofNull.p95 },
    },
    aboveNull: ofNull && {
      ...aboveNull(grid, ofNull),
      ...(ofNull.border && { border: beyondNull(border, ofNull, ofNull.border) }),
    },
    survival: {
      thresholds: fallingThresholds,
      ...{ grid60: shares(grid.grid60), grid90: shares(grid.grid90) },
      ...{ null60: shares(ofNull?.grid60), null90: shares(ofNull?.grid90) },
    },
  };
}

/** Major over minor axis, and the direction of the major one, rad; NaN where nothing was undone. */
const undoneArrays = (ellipses: readonly (Ellipse | null)[]) => ({
  undone_aspect_ratio: npyArray(Float64Array.from(ellipses, (one) => one?.ellipticity ?? Number.NaN)),
  undone_direction: npyArray(Float64Array.from(ellipses, (one) => one?.direction ?? Number.NaN)),
});

/** Rings as [units, 2]: inner and outer radius as fractions of the bins, NaN where there is no score; separations are their means. */
export function scoreArrays(scored: ScoredMaps): Record<string, NpyArray> {
  const { scorer, grid, border, ofNull } = scored;
  const pairs = (rings: readonly (Ring | null)[]) =>
    npyArray(Float64Array.from(rings.flatMap((ring) => ring ?? [Number.NaN, Number.NaN])), [rings.length, 2]);
  const members = (scores: Float64Array) =>
    ofNull?.pooled ? npyArray(scores) : npyArray(scores, [grid.grid60.length, ofNull!.shuffles]);
  const said = Object.entries(unitStatistics({ grid, border, ofNull }));
  return {
    grid60: npyArray(grid.grid60),
    grid90: npyArray(grid.grid90),
    ring60: pairs(grid.ring60),
    ring90: pairs(grid.ring90),
    separation60: npyArray(Float64Array.from(grid.ring60, separation)),
    separation90: npyArray(Float64Array.from(grid.ring90, separation)),
    border: npyArray(border),
    ...(grid.ellipses && undoneArrays(grid.ellipses)),
    ...measureArrays(scored),
    scorer: npyArray([scorer.name], []),
    ...(ofNull && { null_kind: npyArray([ofNull.kind], []) }),
    ...(ofNull && { null60: members(ofNull.grid60), null90: members(ofNull.grid90) }),
    ...(ofNull?.border && { null_border: members(ofNull.border) }),
    ...Object.fromEntries(said.map(([name, values]) => [name, npyArray(values)])),
  };
}
