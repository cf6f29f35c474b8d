/** Pictures as files of a folder: pixels and lines of each. */
import { join } from "node:path";
import { findRule } from "../../../analyse/lags/class-rules.ts";
import { writeFileSafely } from "../../../format/safe-write.ts";
import type { Picture } from "../figure/picture.ts";
import { pictureFile } from "../figure/picture-file.ts";

const formats = ["png", "svg"] as const;
const asUsual = { width: undefined, widthMm: undefined, fontSize: undefined, title: undefined };

/** @param pictures by name, without ending @param breathe awaited between them @returns paths of the files */
export async function writePictures(
  folder: string,
  pictures: ReadonlyMap<string, Picture>,
  force: boolean,
  breathe: () => Promise<void>,
): Promise<string[]> {
  const paths: string[] = [];
  for (const [name, picture] of pictures) {
    for (const format of formats) {
      const path = join(folder, `${name}.${format}`);
      const { content } = await pictureFile(picture, format, asUsual);
      writeFileSafely(path, content, { force });
      paths.push(path);
      await breathe();
    }
  }
  return paths;
}

const usualLowGrid = findRule("fork-loose").thresholds.lowGrid;

/** Names of all files that there may be, to look for before the work. @param lowGrid threshold of the rule that has low-grid units */
export const pictureNames = (network: string, lowGrid = usualLowGrid): string[] =>
  [
    ...["gridness_zero_vs_shift", "predictive_classes", "preferred_shift_distribution"],
    ...["predictive_gridness_per_cell", "predictive_gridness_heatmap", "evaluation_results", "single_cells"],
    ...["predictive_ablation_effects"],
    ...["predictive_classes_fork-strict", "predictive_classes_ouchi2024", `${network}_summary`],
    `low_grid_ratemaps_lt_${lowGrid.toFixed(2)}`,
  ].flatMap((name) => formats.map((format) => `${name}.${format}`));
