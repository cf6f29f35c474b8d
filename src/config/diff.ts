import { leaves, type Tree } from "./tree.ts";

/** What differs, one line a setting: "train.batchSize: 200 → 100". Empty when the two are the same. */
export function diffConfigs(before: object, after: object): string[] {
  const old = new Map(leaves(before as Tree));
  const now = new Map(leaves(after as Tree));
  return [...new Set([...old.keys(), ...now.keys()])]
    .filter((key) => !Object.is(old.get(key), now.get(key)))
    .map((key) => `${key}: ${show(old, key)} → ${show(now, key)}`);
}

const show = (values: Map<string, unknown>, key: string): string =>
  values.has(key) ? String(values.get(key)) : "(not set)";
