/** The mosaic that a training writes with each checkpoint: the look of `figure … mosaic-reference`, and what it shows in words. */
import { bestUnits } from "../../../analyse/best-units.ts";
import { pngBytes } from "../../../draw/figure/png.ts";
import { referenceLayout, referenceMosaic } from "../../../draw/figure/reference-mosaic.ts";
import type { MosaicMaps } from "../../../session/training-recorder.ts";
import { fewestMosaicUnits, mostMosaicUnits, xDownwards } from "../figure/reference.ts";

/** A PNG with a title and a description in its texts; undefined: too few units for a row. */
export function checkpointMosaic(seen: MosaicMaps): Uint8Array | undefined {
  const { step, maps, units: all, bins } = seen;
  const units = Math.min(mostMosaicUnits, all);
  if (units < fewestMosaicUnits) return undefined;
  const { rows, columns } = referenceLayout(units);
  const values = xDownwards(maps, units, bins);
  const text = {
    Title: `Rate maps of units 0 to ${rows * columns - 1} of ${all} after training step ${step}`,
    Description: described(seen),
  };
  return pngBytes(referenceMosaic({ values, maps: units, bins }), { text });
}

function described({ bins, trajectories, samples, scorer, grid60 }: MosaicMaps): string {
  const [best] = bestUnits(grid60);
  const score =
    best === undefined ? "no unit has a score" : `the best is unit ${best}, ${grid60[best]!.toFixed(2)}`;
  return [
    "Rows of 16 units by number, x downwards, each map from its lowest to its highest rate, blurred, unvisited bins silent.",
    `${bins} x ${bins} bins, ${trajectories} trajectories, ${samples} samples.`,
    `Hexagonal scores by the scorer ${scorer}: ${score}. Scores say nothing without their null: entorhinal evaluate.`,
  ].join(" ");
}
