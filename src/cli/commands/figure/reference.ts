import { defaultScorer } from "../../../analyse/scorer.ts";
import { referenceLayout, referenceMosaic } from "../../../draw/figure/reference-mosaic.ts";
import { UserError } from "../../../user-error.ts";
import type { Picture } from "./picture.ts";
import { type FigureOptions, type FigureSource, namedUnits, observeMaps } from "./source.ts";

/** The published mosaic shows the first 512 units. */
export const mostMosaicUnits = 512;
export const fewestMosaicUnits = 16;

/**
 * The mosaic of the published code: first units first, x downwards, unvisited bins silent.
 * @throws UserError when there are fewer than 16 units
 */
export async function referencePicture(source: FigureSource, options: FigureOptions): Promise<Picture> {
  const all = source.analysis.source.units;
  const named = namedUnits(source, options);
  const units = named?.length ?? Math.min(mostMosaicUnits, all);
  if (units < fewestMosaicUnits) {
    throw new UserError(
      `the published mosaic has rows of ${fewestMosaicUnits} maps, and ${named ? "named are" : "this network has"} ${units} units`,
      "draw them with the kind ratemaps",
    );
  }
  const { rows, columns } = referenceLayout(units);
  const shown = rows * columns;
  if (named && shown < units) options.onRemark?.(`shows the first ${shown} of the ${units} units named`);
  if (!named && shown < all) options.onRemark?.(`shows units 0 to ${shown - 1} of ${all}`);
  const { observation, look } = await observeMaps(source, options, defaultScorer);
  const { bins } = look;
  const maps = named ? mapsOf(observation.rates.rateMap, named, bins * bins) : observation.rates.rateMap;
  const values = xDownwards(maps, units, bins);
  const which = named ? `${shown} units` : `The first ${shown} units`;
  const title = `${which} of ${source.subject.name}, as the published code draws them`;
  return { kind: "pixels", title, pixels: referenceMosaic({ values, maps: units, bins }) };
}

function mapsOf(maps: Float64Array, units: readonly number[], size: number): Float64Array {
  const chosen = new Float64Array(units.length * size);
  units.forEach((unit, i) => {
    chosen.set(maps.subarray(unit * size, (unit + 1) * size), i * size);
  });
  return chosen;
}

/** From our [unit, y, x] to the reference's [unit, x, y]; 0 where never visited. */
export function xDownwards(maps: Float64Array, units: number, bins: number): Float64Array {
  const turned = new Float64Array(units * bins * bins);
  for (let unit = 0; unit < units; unit++) {
    const first = unit * bins * bins;
    for (let y = 0; y < bins; y++) {
      for (let x = 0; x < bins; x++) {
        const rate = maps[first + y * bins + x]!;
        turned[first + x * bins + y] = Number.isNaN(rate) ? 0 : rate;
      }
    }
  }
  return turned;
}
