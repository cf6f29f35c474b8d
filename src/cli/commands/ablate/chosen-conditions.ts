/** What the flags want silenced. */
import type { ControlOptions } from "../../../analyse/control-units.ts";
import type { Condition } from "../../../session/ablation.ts";
import type { Analysis, Look } from "../../../session/analysis.ts";
import { topConditions, withControls } from "../../../session/lesion-conditions.ts";
import { chooseUnits } from "../../../session/unit-choice.ts";
import { unitNumbers } from "../../../session/unit-columns.ts";
import { UserError } from "../../../user-error.ts";
import { readUnits } from "../../frame/unit-list.ts";

export interface LesionChoice extends ControlOptions {
  /** A list of units, or a filter. */
  readonly units: string | undefined;
  /** So many of the highest scores. */
  readonly counts: readonly number[];
}

/** @throws UserError when nothing is wanted, or there are no such units */
export async function chosenConditions(
  analysis: Analysis,
  look: Look,
  { units, counts, seed, trials }: LesionChoice,
): Promise<Condition[]> {
  if (units === undefined && counts.length === 0) {
    throw new UserError("nothing is to be silenced", "write for example: --top 8,16,32 or --units 3,17", 2);
  }
  const { engine } = analysis;
  const { mean: rates } = (await analysis.observation(look)).activity;
  const source = { engine, rates, seed, trials };
  const named =
    units === undefined ? [] : [withControls(units, await unitsOf(analysis, look, units), source)];
  if (counts.length === 0) return named;
  const { grid60 } = await analysis.scores(look);
  return [...named, ...topConditions(counts, grid60, source)];
}

/** Each once, in rising order. */
async function unitsOf(analysis: Analysis, look: Look, text: string): Promise<number[]> {
  const chosen = /^[\d,\s-]+$/.test(text)
    ? readUnits(text, analysis.source.units)
    : chooseUnits(await unitNumbers(analysis, look), text);
  return [...new Set(chosen)].sort((a, b) => a - b);
}

/** Whole numbers, each once, rising. @throws UserError when the text is no list of them */
export function countsIn(flag: string, text: string): number[] {
  const counts = text.split(",").map((word) => Number(word.trim() === "" ? Number.NaN : word));
  if (counts.some((count) => !(Number.isSafeInteger(count) && count > 0))) {
    throw new UserError(`${flag} is "${text}"`, `write whole numbers: ${flag} 8,16,32`, 2);
  }
  return [...new Set(counts)].sort((a, b) => a - b);
}
