/** What TensorBoard is shown of a network in training, under the names that grid-cell-experiments (jtoy) gives them. */
import { bestUnits } from "../../../analyse/best-units.ts";
import { mapSheetFigure } from "../../../draw/figure/map-sheet-figure.ts";
import { pathFigure } from "../../../draw/figure/path-figure.ts";
import { rasterize } from "../../../draw/figure/raster.ts";
import type { Scene } from "../../../draw/figure/scene.ts";
import { svgText } from "../../../draw/figure/svg-text.ts";
import { signedText } from "../../../draw/figure/text.ts";
import type { EventImage } from "../../../format/tfevents.ts";
import type { MosaicMaps, SeenNetwork } from "../../../session/training-recorder.ts";
import type { Arena } from "../../../world/arena.ts";
import { pathFigureData } from "../figure/path.ts";

/** 16 x 16. */
const mostMaps = 256;
/** Pixels: a few hundred KB a mosaic, a few tens a path. */
const [mosaicWidth, pathWidth] = [840, 320];

/** Mosaics of the best maps by hexagonal and by square score, and a figure of each path. */
export async function eventImages({ maps, paths, arena }: SeenNetwork): Promise<EventImage[]> {
  const scenes: [tag: string, scene: Scene][] = [
    ["validation/s60_ratemaps", mosaicOf(maps, arena, "hexagonal score (60°)", maps.grid60)],
    ["validation/s90_ratemaps", mosaicOf(maps, arena, "square score (90°)", maps.grid90)],
  ];
  if (paths) {
    const data = pathFigureData(paths, arena, "prediction");
    data.paths.forEach((path, i) => {
      const heading = { title: `After step ${maps.step}` };
      scenes.push([`path_integration/${i}`, pathFigure({ ...data, paths: [path] }, heading, pathWidth)]);
    });
  }
  const images: EventImage[] = [];
  for (const [tag, scene] of scenes) {
    const { bytes, width, height } = await rasterize(svgText(scene), Math.round(scene.width));
    images.push({ tag, png: bytes, width, height });
  }
  return images;
}

function mosaicOf(maps: MosaicMaps, arena: Arena, by: string, scores: Float64Array): Scene {
  const { units: all, bins, step, scorer, samples } = maps;
  const sorted = [
    ...bestUnits(scores),
    ...Array.from(scores.keys()).filter((unit) => Number.isNaN(scores[unit]!)),
  ];
  const units = sorted.slice(0, mostMaps).map((unit) => {
    const values = maps.maps.subarray(unit * bins * bins, (unit + 1) * bins * bins);
    const score = scores[unit]!;
    return {
      caption: Number.isNaN(score) ? "–" : signedText(score, 2),
      rateMap: { values, rows: bins, columns: bins },
    };
  });
  const heading = {
    title: `${units.length} of ${all} units after step ${step}, by ${by}`,
    subtitle: `Scorer ${scorer}, ${bins} x ${bins} bins, ${samples} samples. Scores say nothing without their null: entorhinal evaluate.`,
  };
  return mapSheetFigure({ units, arena, published: false }, heading, "viridis", mosaicWidth);
}
