/** In what two configurations differ, by dotted key. */
import { leaves } from "./tree.ts";

/** A setting with another value; undefined where a configuration does not have it. */
export interface Change {
  readonly key: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** The settings that differ, those of `before` first, in its order. Empty when the two are the same. */
export function changesBetween(before: object, after: object): Change[] {
  const old = new Map(leaves(before));
  const now = new Map(leaves(after));
  return [...new Set([...old.keys(), ...now.keys()])]
    .filter((key) => !Object.is(old.get(key), now.get(key)))
    .map((key) => ({ key, before: old.get(key), after: now.get(key) }));
}

/** A value of a setting for people. */
export const showSetting = (value: unknown): string => (value === undefined ? "(not set)" : String(value));

/** "train.batchSize: 200 → 100" */
export const changeInWords = ({ key, before, after }: Change): string =>
  `${key}: ${showSetting(before)} → ${showSetting(after)}`;

/** `changesBetween` for people, one line a setting. */
export const diffConfigs = (before: object, after: object): string[] =>
  changesBetween(before, after).map(changeInWords);
