/** A run that goes on for other steps than it was begun with: what may change then, and what that does to the learning rate. */
import { type Change, changesBetween, showSetting } from "../config/diff.ts";
import type { Config } from "../config/schema.ts";
import type { TrainingSettings } from "../tasks/training-settings.ts";
import { learningRateAt, sameRates } from "../train/schedule.ts";

const stepsKey = "train.steps";

/** Settings that may change with the number of steps. */
const scheduleKeys: readonly string[] = [
  stepsKey,
  "train.schedule",
  "train.scheduleSteps",
  "train.learningRate",
  "train.warmupSteps",
  "train.finalLearningRateShare",
];

/** Whether these changes let a run go on. */
export const isScheduleChange = (changes: readonly Change[]): boolean =>
  changes.some(({ key }) => key === stepsKey) && changes.every(({ key }) => scheduleKeys.includes(key));

/** Of the changes between two configurations, those of the schedule. */
export const scheduleChanges = (before: Config, after: Config): Change[] =>
  changesBetween(before, after).filter(({ key }) => scheduleKeys.includes(key));

/** With other steps, a cosine still ends where it did, unless it is told otherwise: what was trained keeps its learning rates. */
export function withEndOfSchedule(before: Config, after: Config): Config {
  const { train } = after;
  const goesOn = before.train.schedule === "cosine" && train.schedule === "cosine";
  if (!goesOn || train.scheduleSteps !== null) return after;
  return { ...after, train: { ...train, scheduleSteps: before.train.steps } };
}

/**
 * What the change does, in lines for a reader.
 * @param step steps done
 */
export function scheduleChangeInWords(
  before: TrainingSettings,
  after: TrainingSettings,
  step: number,
  changes: readonly Change[],
): string[] {
  const rate = (at: number) => Number(learningRateAt(after, at).toPrecision(3));
  const wanted = [
    ...new Set([step + 1, after.steps].map((number) => `${rate(number - 1)} at step ${number}`)),
  ].join(", ");
  const lines = [`${before.steps} → ${after.steps} steps: learning rate ${wanted}`];
  const end = after.schedule === "cosine" && (after.scheduleSteps ?? after.steps);
  if (end && end < after.steps) {
    const share = `${Number((100 * after.finalLearningRateShare).toPrecision(3))} %`;
    lines.push(
      `the cosine ${end <= step ? "ended" : "ends"} at step ${end}, and ${share} of the learning rate stays; --set train.schedule=constant or train.scheduleSteps=${after.steps} would change that`,
    );
  }
  if (!sameRates(before, after, 0, step)) {
    const others = changes
      .filter(({ key }) => key !== stepsKey)
      .map(({ key, before: old, after: now }) => `${key}: ${showSetting(old)} → ${showSetting(now)}`);
    lines.push(`${others.join("; ")} from here on (manifest.json has what was before)`);
  }
  return lines;
}
