/** What `ablate --out` writes into a folder. */
import { join } from "node:path";
import { writeFileSafely } from "../../../format/safe-write.ts";
import { printable } from "../../../printable.ts";
import { openOutputFolder } from "../../frame/output-folder.ts";
import { toJson } from "../../frame/written-answer.ts";
import type { Picture } from "../figure/picture.ts";
import { pictureFile } from "../figure/picture-file.ts";

/** Numbers of any lesion, as `--json` has them. */
const numbersName = "ablation.json";
const asUsual = { width: undefined, widthMm: undefined, fontSize: undefined, title: undefined };
/** As published. */
const pictureName = "predictive_ablation_effects";
const pictureFormats = ["png", "svg"] as const;
const names = [numbersName, ...pictureFormats.map((format) => `${pictureName}.${format}`)];

/** Makes the folder, before the work. @throws UserError when a file is there already (without `force`), or it cannot be made */
export const checkFolder = (folder: string, force: boolean): void => openOutputFolder(folder, names, force);

/** @returns a line for each file */
export async function writeAblation(
  folder: string,
  answer: unknown,
  picture: Picture,
  force: boolean,
): Promise<string[]> {
  const contents = [
    `${toJson(answer)}\n`,
    ...(await Promise.all(
      pictureFormats.map(async (format) => (await pictureFile(picture, format, asUsual)).content),
    )),
  ];
  names.forEach((name, i) => {
    writeFileSafely(join(folder, name), contents[i]!, { force });
  });
  return names.map((name) => printable(join(folder, name)));
}
