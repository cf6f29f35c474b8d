/** What the flags want silenced. */
import type { ControlOptions } from "../../../analyse/control-units.ts";
import type { PlannedLesion } from "../../../session/ablation.ts";
import type { Analysis, Look, Pace } from "../../../session/analysis.ts";
import {
  type ClassChoice,
  type ClassFound,
  checkClass,
  classNames,
  classUnits,
} from "../../../session/class-units.ts";
import { topLesions, withControls } from "../../../session/planned-lesions.ts";
import { checkFilter, chooseUnits } from "../../../session/unit-choice.ts";
import { unitNumbers } from "../../../session/unit-columns.ts";
import { suggestion } from "../../../suggest.ts";
import type { ActivitySource } from "../../../tasks/activity-source.ts";
import { UserError } from "../../../user-error.ts";
import { readUnits } from "../../frame/unit-list.ts";

export interface LesionChoice extends ControlOptions {
  /** A list of units, a filter, or a class. */
  readonly units: string | undefined;
  /** How classes are found. */
  readonly lags: Omit<ClassChoice, "name">;
  /** So many of the highest scores. */
  readonly counts: readonly number[];
}

/** A class, by which rule, and what the rule finds elsewhere. */
export type SilencedClass = Omit<ClassChoice, "wishes"> & ClassFound;

export interface ChosenLesions {
  readonly lesions: readonly PlannedLesion[];
  /** Where a class is silenced. */
  readonly silencedClass?: SilencedClass | undefined;
}

/**
 * @param twin opens the network before its first step
 * @throws UserError when nothing is wanted, or there are no such units
 */
export async function chosenLesions(
  analysis: Analysis,
  twin: (() => ActivitySource) | undefined,
  look: Look,
  { units, counts, seed, trials, lags }: LesionChoice,
  pace: Pace,
): Promise<ChosenLesions> {
  if (units === undefined && counts.length === 0) {
    throw new UserError("nothing is to be silenced", "write for example: --top 8,16,32 or --units 3,17", 2);
  }
  const ofClass = units !== undefined && classNames.includes(units) && { ...lags, name: units };
  // Before minutes of measuring, not after them.
  if (ofClass) checkClass(ofClass);
  else if (units !== undefined) checkUnits(units, analysis.source.units);
  const { engine } = analysis;
  const { mean: rates } = (await analysis.observation(look)).activity;
  const source = { engine, rates, seed, trials };
  const found = ofClass && (await classUnits(engine, analysis.source, twin, ofClass, pace));
  if (found && found.units.length === 0) {
    throw new UserError(
      `${lags.rule.name} finds no ${units} unit, with the best lag by ${found.plan.study.estimator}`,
      "name another --rule or --estimator, or --faithful",
    );
  }
  const named = units !== undefined && (found ? found.units : await unitsOf(analysis, look, units));
  const lesions = named === false ? [] : [withControls(units!, named, source)];
  const top = counts.length === 0 ? [] : topLesions(counts, (await analysis.scores(look)).grid60, source);
  return {
    lesions: [...lesions, ...top],
    silencedClass: ofClass && found ? { ...ofClass, ...found } : undefined,
  };
}

const isList = (text: string): boolean => /^[\d,\s-]+$/.test(text);

/** @throws UserError when the text is neither a list of units that are there nor a filter */
function checkUnits(text: string, count: number): void {
  if (isList(text)) return void readUnits(text, count);
  if (/^[a-z]+(-[a-z]+)*$/i.test(text)) {
    const classes = `classes: ${classNames.join(", ")}`;
    throw new UserError(`there is no class ${text}`, suggestion(text, classNames, classes), 2);
  }
  checkFilter(text);
}

/** Each once, in rising order. */
async function unitsOf(analysis: Analysis, look: Look, text: string): Promise<number[]> {
  const chosen = isList(text)
    ? readUnits(text, analysis.source.units)
    : chooseUnits(await unitNumbers(analysis, look), text);
  return [...new Set(chosen)].sort((a, b) => a - b);
}

/** Whole numbers, each once, rising. @throws UserError when the text is no list of them */
export function countsIn(flag: string, text: string): number[] {
  const counts = text.split(",").map((word) => Number(word.trim() === "" ? Number.NaN : word));
  if (counts.some((count) => !(Number.isSafeInteger(count) && count > 0))) {
    throw new UserError(`${flag} is "${text}"`, `write whole numbers above 0: ${flag} 10,20`, 2);
  }
  return [...new Set(counts)].sort((a, b) => a - b);
}

/** Before anything is measured. @param units how many there are; undefined: not known yet @throws UserError */
export function checkCounts(counts: readonly number[], units: number | undefined): void {
  const many = counts.find((count) => units !== undefined && count >= units);
  if (many === undefined) return;
  throw new UserError(
    `there is no top ${many} of ${units} units with others left`,
    "name smaller numbers: --top 8,16",
    2,
  );
}
