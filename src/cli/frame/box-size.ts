import { UserError } from "../../user-error.ts";

/** The sides of a box in m as --box says them: "1.2x0.8", or one number for both. @throws UserError (exit 2) */
export function boxSize(text: string): { readonly width: number; readonly height: number } {
  const sides = text.split(/[x×]/i).map((part) => (part.trim() === "" ? Number.NaN : Number(part)));
  const [width = Number.NaN, height = width] = sides;
  if (sides.length <= 2 && width > 0 && height > 0 && Number.isFinite(width + height))
    return { width, height };
  throw new UserError(`--box is "${text}"`, "write its width and height in m: --box 1x1", 2);
}
