/** What files of trajectories have in common when they are one set of data. */
import { UserError } from "../../user-error.ts";

/** Of all files together: the same wherever they lie, another for other records or another order. */
export const dataChecksum = (checksums: readonly string[]): string =>
  new Bun.CryptoHasher("sha256").update(checksums.join("\n")).digest("hex");

/** @throws UserError when a file has trajectories of another length than the first */
export function checkSteps(
  first: { readonly name: string; readonly steps: number },
  { name, steps }: { readonly name: string; readonly steps: number },
): void {
  if (steps === first.steps) return;
  throw new UserError(
    `${name} has trajectories of ${steps} steps, ${first.name} of ${first.steps}`,
    "keep each length in a folder of its own",
  );
}
