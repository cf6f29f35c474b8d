/** The file of a picture: refused before the work, written after it. */
import { writeFileSafely } from "../../../format/safe-write.ts";
import type { CommandContext } from "../../frame/command.ts";
import { checkOutput } from "../../frame/output-file.ts";
import { formatOf, type Picture } from "./picture.ts";
import { type PictureFile, pictureFile, pictureLine } from "./picture-file.ts";
import { checkSize, type PictureChoices } from "./picture-size.ts";

export interface WrittenPicture {
  /** What `--json` says of it. */
  readonly answer: { readonly path: string; readonly caption: string | undefined } & Omit<
    PictureFile,
    "content"
  >;
  /** What a reader is told. */
  readonly line: string;
}

/**
 * @param given where to write, as the user named it @param choices its size, letters and title
 * @throws UserError when it could not be written, or the format does not have the size that is wanted
 */
export function pictureWriter(
  { path }: Pick<CommandContext, "path">,
  given: string,
  choices: PictureChoices & { readonly force: boolean },
): (picture: Picture, usual?: { readonly widthMm?: number | undefined }) => Promise<WrittenPicture> {
  const format = formatOf(given);
  checkSize(format, choices);
  const out = path(given);
  checkOutput(out, choices.force);
  return async (picture, usual = {}) => {
    const widthMm = choices.widthMm ?? (choices.width === undefined ? usual.widthMm : undefined);
    const chosen = { ...choices, widthMm };
    const { content, ...size } = await pictureFile(picture, format, chosen);
    writeFileSafely(out, content, { force: choices.force });
    const caption = picture.kind === "scene" ? picture.heading.subtitle : picture.title;
    return { answer: { path: out, ...size, caption }, line: pictureLine(out, format, size, chosen) };
  };
}
