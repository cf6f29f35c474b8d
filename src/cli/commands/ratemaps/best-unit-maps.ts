import { bestUnits } from "../../../analyse/best-units.ts";
import type { GridScores } from "../../../analyse/grid-score.ts";
import { mapOf, type RateMaps } from "../../../analyse/rate-map.ts";
import { mosaic } from "../../../draw/mosaic.ts";
import type { Drawing } from "../../frame/drawing-flags.ts";
import { wrap } from "../../frame/lines.ts";

/** The units of the highest hexagonal score as heat maps, each with its number and score; a heading above. */
export function bestUnitMaps(
  rates: RateMaps,
  scores: GridScores,
  count: number,
  { terminal, colourMap }: Drawing,
): string[] {
  const units = bestUnits(scores.grid60).slice(0, count);
  if (units.length === 0) return [];
  const tiles = units.map((unit) => ({
    caption: `#${unit}  ${scores.grid60[unit]!.toFixed(2)}`,
    grid: mapOf(rates, unit),
  }));
  const one = units.length === 1;
  const heading = [
    `the ${one ? "" : `${units.length} `}best of ${rates.units} units by hexagonal score (${scores.scorer}),`,
    `rates in arbitrary units${one ? "" : ", each map in its own colours"}`,
  ];
  return [
    ...heading.flatMap((line) => wrap(line, terminal.columns)),
    "",
    ...mosaic(tiles, terminal, { colourMap, barUnit: "" }),
  ];
}
