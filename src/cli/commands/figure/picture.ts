/** A figure on its way to a file, and in which formats it can be one. */
import { extname } from "node:path";
import type { Heading } from "../../../draw/figure/compose.ts";
import type { Pixels, Scene } from "../../../draw/figure/scene.ts";
import type { Condition } from "../../../tasks/activity-source.ts";
import { UserError } from "../../../user-error.ts";
import { conditionSentence } from "../../frame/conditions.ts";

/** A figure before it is a file: lines and texts of any size, or pixels that are meant as they are. */
export type Picture =
  | {
      readonly kind: "scene";
      readonly heading: Heading;
      /** @param width of the whole, in pixels of the scene; undefined: as wide as it likes to be */
      draw(heading: Heading, width?: number): Scene;
    }
  | { readonly kind: "pixels"; readonly title: string; readonly pixels: Pixels };

export type ScenePicture = Extract<Picture, { readonly kind: "scene" }>;

/** The same picture, saying in its heading what holds of the activity it shows. */
export function underConditions(picture: Picture, conditions: readonly Condition[]): Picture {
  const said = conditionSentence(conditions);
  if (said.length === 0) return picture;
  if (picture.kind === "pixels") return { ...picture, title: [`${picture.title}.`, ...said].join(" ") };
  const { heading } = picture;
  return {
    ...picture,
    heading: { ...heading, subtitle: [heading.subtitle ?? "", ...said].join(" ").trim() },
  };
}

export const pictureFormats = ["png", "svg", "pdf"] as const;
export type PictureFormat = (typeof pictureFormats)[number];

/** The format that a file name asks for. @throws UserError when it ends in none of .png, .svg and .pdf */
export function formatOf(path: string): PictureFormat {
  const extension = extname(path).slice(1).toLowerCase();
  const format = pictureFormats.find((candidate) => candidate === extension);
  if (format) return format;
  throw new UserError(
    `${path} ends in none of .png, .svg and .pdf`,
    "write: --out FILE.png for pixels, FILE.svg or FILE.pdf for lines",
    2,
  );
}
