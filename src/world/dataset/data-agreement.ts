/** What files of trajectories have in common when they are one set of data. */
import { UserError } from "../../user-error.ts";
import { sizeInWords } from "../arena.ts";
import { formInWords } from "../rebuilt-path.ts";
import type { PathFile, PathHeader, RecordedBox } from "./path-file.ts";

/** Of all files together: the same wherever they lie, another for other records or another order. */
export const dataChecksum = (checksums: readonly string[]): string =>
  new Bun.CryptoHasher("sha256").update(checksums.join("\n")).digest("hex");

type Said = Pick<PathFile, "name" | "steps" | "header">;

/** @throws UserError when a file has trajectories of another length than the first, or says something else of itself */
export function checkAgreement(first: Said, { name, steps, header }: Said): void {
  if (steps !== first.steps) {
    throw new UserError(
      `${name} has trajectories of ${steps} steps, ${first.name} of ${first.steps}`,
      "keep each length in a folder of its own",
    );
  }
  const [here, there] = [inWords(header), inWords(first.header)];
  const other = here.findIndex((words, i) => words !== there[i]);
  if (other < 0) return;
  throw new UserError(
    `${name} has ${here[other]}, ${first.name} ${there[other]}`,
    "keep each kind in a folder of its own",
  );
}

const inWords = (header: PathHeader | undefined): readonly string[] =>
  header
    ? [`steps of ${header.dt} s`, `a box of ${boxInWords(header.box)}`, formInWords(header.form)]
    : ["no header"];

export const boxInWords = (box: RecordedBox): string => sizeInWords({ ...box, periodic: false });
