/** Flags by which a null is chosen. */
import { mostShuffles } from "../../analyse/nulls/null-maps.ts";
import { type NullKind, nullNames } from "../../analyse/nulls/null-scores.ts";
import { flagWords } from "../../copied-command.ts";
import type { NullChoice } from "../../session/look.ts";
import { suggestion } from "../../suggest.ts";
import { UserError } from "../../user-error.ts";
import type { FlagTable } from "./flags.ts";

export const nullFlags = {
  null: {
    type: "string",
    placeholder: "KIND",
    help: `what scores are held to: ${nullNames.join(", ")}`,
    default: "smoothed-noise",
  },
  shuffles: {
    type: "integer",
    placeholder: "N",
    help: "members of the null (default: 1000, of noise for all units, else of each; 200 of shifts)",
    minimum: 1,
    maximum: mostShuffles,
  },
} as const satisfies FlagTable;

export interface NullValues {
  readonly null: string;
  readonly shuffles?: number | undefined;
}

/**
 * The null that flags, or settings, choose.
 * @param write how one is chosen: `--null`, or `null=`
 * @throws UserError (exit 2) when there is none of that name, or it has no number of its own
 */
export function nullChoice(
  { null: given, shuffles }: NullValues,
  others: readonly string[] = [],
): NullChoice {
  const kind = nullNames.find((name) => name === given);
  if (!kind) throw noSuchNull(given, others);
  if (kind === "untrained" && shuffles !== undefined) {
    throw new UserError(
      "the null untrained has as many members as the network has units",
      "leave out --shuffles",
      2,
    );
  }
  return { kind, shuffles };
}

function noSuchNull(given: string, others: readonly string[]): UserError {
  const names: readonly string[] = [...nullNames, ...others];
  if (given.trim() !== "" && Number.isFinite(Number(given))) {
    const usual: NullKind = "smoothed-noise";
    const none = Number(given) === 0 && others.includes("none");
    return new UserError(
      `--null is ${given}, and names a kind of null`,
      none ? "write: --null none" : `write: --null ${usual} --shuffles ${given}`,
      2,
    );
  }
  return new UserError(
    `there is no null '${given}'`,
    suggestion(given, names, `nulls: ${names.join(", ")}`),
    2,
  );
}

/** The flags that choose it again; none for the usual one. */
export const nullWords = (choice: NullChoice | undefined): string[] =>
  choice === undefined || (choice.kind === nullFlags.null.default && choice.shuffles === undefined)
    ? []
    : [
        ...flagWords("--null", choice.kind),
        ...(choice.shuffles === undefined ? [] : flagWords("--shuffles", String(choice.shuffles))),
      ];
