/** How an output names what holds of all the activity it is about. One function for each kind of output; all say nothing where there is nothing. */
import { type NpyArray, npyArray } from "../../format/npy-array.ts";
import type { Condition } from "../../tasks/activity-source.ts";
import { paragraphs, wrap } from "./lines.ts";
import { type UnitNames, unitNameLines, unitNamesAnswer } from "./unit-names.ts";

type Conditions = readonly Condition[];

/** "speedScale = 1.4, trained with 1; boxWidth = 3, trained with 2.2" */
export const conditionsText = (conditions: Conditions): string =>
  conditions.map(({ text }) => text).join("; ");

/** For a text on a terminal. @param of whose they are, where there are several networks */
export const conditionLines = (conditions: Conditions, columns: number, of?: string): string[] =>
  conditions.length === 0 ? [] : wrap(`conditions${ofWhom(of)}: ${conditionsText(conditions)}`, columns);

/** For a heading or a page: the sentence, or nothing. @param of as for `conditionLines` */
export const conditionSentence = (conditions: Conditions, of?: string): string[] =>
  conditions.length === 0 ? [] : [`Conditions${ofWhom(of)}: ${conditionsText(conditions)}.`];

const ofWhom = (of: string | undefined): string => (of === undefined ? "" : ` of ${of}`);

/** For a JSON answer: `conditions` with the value of each by its name. */
export const conditionsAnswer = (conditions: Conditions) =>
  conditions.length === 0
    ? {}
    : { conditions: Object.fromEntries(conditions.map(({ name, value }) => [name, value])) };

/** A JSON answer with them. */
export function namedAnswer(value: unknown, conditions: Conditions, names?: UnitNames): unknown {
  if (conditions.length === 0 && !names) return value;
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new Error("an answer that is no object cannot name its conditions");
  }
  if ("conditions" in value) throw new Error("an answer calls something else its conditions");
  return { ...value, ...unitNamesAnswer(names, value), ...conditionsAnswer(conditions) };
}

/** A text with them as its last paragraph. */
export const namedText = (
  text: string,
  conditions: Conditions,
  columns: number,
  names?: UnitNames,
): string =>
  conditions.length === 0 && !names
    ? text
    : paragraphs(text === "" ? [] : [text.trimEnd()], [
        ...unitNameLines(names, columns),
        ...conditionLines(conditions, columns),
      ]);

/** For an npz: the array `conditions`, a text each. */
export const conditionsArray = (conditions: Conditions): Record<string, NpyArray> =>
  conditions.length === 0 ? {} : { conditions: npyArray(conditions.map(({ text }) => text)) };
