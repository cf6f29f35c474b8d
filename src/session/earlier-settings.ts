/** The settings that a run had before they were changed, as its manifest tells. */
import { resolveConfig } from "../config/resolve.ts";
import type { Config } from "../config/schema.ts";
import { merge, type Tree, treeOf } from "../config/tree.ts";
import type { Manifest } from "../run/manifest.ts";
import { sameRates } from "../train/schedule.ts";

/** Settings, and after how many steps others came. */
export interface EarlierSettings {
  readonly config: Config;
  /** Infinity: they are those of now. */
  readonly until: number;
}

/**
 * The settings of now, then those before, back to the first ones.
 * @throws UserError when what the manifest has is no configuration
 */
export function earlierSettings({ sessions }: Pick<Manifest, "sessions">, now: Config): EarlierSettings[] {
  const all: EarlierSettings[] = [{ config: now, until: Number.POSITIVE_INFINITY }];
  let tree: Tree = { ...now };
  for (const { step, changed } of sessions.toReversed()) {
    if (!changed) continue;
    tree = changed.map(({ key, before }) => treeOf(key, before)).reduce(merge, tree);
    all.push({
      config: resolveConfig([{ origin: `manifest.json, before step ${step}`, tree }]),
      until: step,
    });
  }
  return all;
}

/** The step after which the schedule became another one than that of the configuration would have been until then; undefined: it did not. */
export const rescheduledAt = (manifest: Pick<Manifest, "sessions">, now: Config): number | undefined =>
  earlierSettings(manifest, now)
    .slice(1)
    .find(({ config, until }) => !sameRates(config.train, now.train, 0, until))?.until;
