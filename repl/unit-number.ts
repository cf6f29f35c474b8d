import { UserError } from "../src/user-error.ts";
import type { Shell } from "./shell.ts";

/** How many units the open network has. */
export const unitCount = async ({ network }: Shell): Promise<number> =>
  network.units ?? (await network.analysis()).source.units;

/** The unit a word names, or the one looked at. @throws UserError (exit 2) when there is no such unit, or none is looked at */
export async function unitFrom(shell: Shell, word: string | undefined): Promise<number> {
  const last = (await unitCount(shell)) - 1;
  if (word === undefined) {
    if (shell.unit !== undefined) return shell.unit;
    throw new UserError("which unit?", `write its number, 0 to ${last}; units lists them`, 2);
  }
  const unit = /^#?\d+$/.test(word) ? Number(word.replace("#", "")) : Number.NaN;
  if (unit <= last) return unit;
  throw new UserError(`there is no unit ${word}`, `${shell.network.name} has units 0 to ${last}`, 2);
}
