/** What `ablate --out` writes into a folder. */
import { existsSync, mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileTrouble } from "../../../format/file-trouble.ts";
import { writeFileSafely } from "../../../format/safe-write.ts";
import { printable } from "../../../printable.ts";
import { UserError } from "../../../user-error.ts";
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
export function checkFolder(folder: string, force: boolean): void {
  const found = statSync(folder, { throwIfNoEntry: false });
  if (found && !found.isDirectory()) throw new UserError(`${folder} is no folder`, "choose another name");
  const taken = names.find((name) => existsSync(join(folder, name)));
  if (taken !== undefined && !force) {
    throw new UserError(`${join(folder, taken)} exists`, "use --force or another folder");
  }
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw fileTrouble(folder, error);
  }
}

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
