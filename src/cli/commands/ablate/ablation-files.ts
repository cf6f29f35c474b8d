/** What `ablate --out` writes into a folder. */
import { join } from "node:path";
import { writeFileSafely } from "../../../format/safe-write.ts";
import { printable } from "../../../printable.ts";
import { openOutputFolder } from "../../frame/output-folder.ts";
import { toJson } from "../../frame/written-answer.ts";
import type { Picture } from "../figure/picture.ts";
import { pictureFile } from "../figure/picture-file.ts";
import { metricsName, publishedMetrics } from "./published-metrics.ts";
import type { ShownAblation } from "./shown-ablation.ts";

/** Numbers of any lesion, as `--json` has them. */
const numbersName = "ablation.json";
const asUsual = { width: undefined, widthMm: undefined, fontSize: undefined, title: undefined };
/** As published. */
const pictureName = "predictive_ablation_effects";
const pictureFormats = ["png", "svg"] as const;
const names = [numbersName, ...pictureFormats.map((format) => `${pictureName}.${format}`)];

/**
 * Makes the folder, before the work.
 * @throws UserError when a file is there already (without `force`), or it cannot be made
 */
export const checkFolder = (folder: string, force: boolean): void =>
  openOutputFolder(folder, [...names, metricsName], force);

/** Of predictive units also the file of the published name. @returns a line for each file */
export async function writeAblation(
  folder: string,
  answer: unknown,
  shown: ShownAblation,
  picture: Picture,
  force: boolean,
): Promise<string[]> {
  const contents = [
    `${toJson(answer)}\n`,
    ...(await Promise.all(
      pictureFormats.map(async (format) => (await pictureFile(picture, format, asUsual)).content),
    )),
  ];
  const isPredictive = shown.silencedClass?.name === "predictive";
  const files = [
    ...names.map((name, i) => [name, contents[i]!] as const),
    ...(isPredictive ? [[metricsName, `${toJson(publishedMetrics(shown))}\n`] as const] : []),
  ];
  for (const [name, content] of files) writeFileSafely(join(folder, name), content, { force });
  return files.map(([name]) => printable(join(folder, name)));
}
