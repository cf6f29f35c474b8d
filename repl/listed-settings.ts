/** All settings as they are now, and where each value comes from. Setting them is shell-settings.ts's. */

import { usualBins } from "../src/analyse/scorer.ts";
import { nullFlags } from "../src/cli/frame/null-flags.ts";
import { lookOf, observationFlags } from "../src/cli/frame/subject.ts";
import { resolveConfig } from "../src/config/resolve.ts";
import { listSettings } from "../src/config/settings.ts";
import { parseAssignment, readPreset } from "../src/config/sources.ts";
import { leaves, valueAt } from "../src/config/tree.ts";
import { backgroundOf } from "./background/background.ts";
import { draftConfig } from "./background/draft.ts";
import type { Shell } from "./shell.ts";
import { lookNames } from "./shell-settings.ts";

export interface ListedSetting {
  readonly key: string;
  /** null: not known before something is open. */
  readonly value: unknown;
  /** `set`, the preset of `new`, or what the value is when nobody says. */
  readonly from: string;
  readonly help: string;
}

/** How the open run is looked at. @throws UserError when what is open is damaged */
export async function lookSettings(shell: Shell): Promise<ListedSetting[]> {
  const { look } = shell.settings;
  const source = shell.hasNetwork ? (await shell.network.analysis()).source : undefined;
  const { bins: made = usualBins } = look.scorer;
  const known = source ? lookOf(look, source) : undefined;
  const { trajectories, steps } = known?.request ?? look;
  const { null: kind = nullFlags.null.default, shuffles } = look;
  const values = {
    ...{ scorer: look.scorer.name, bins: known?.bins ?? look.bins ?? made, trajectories, steps },
    ...{ null: kind, shuffles },
  };
  const helpOf = (key: (typeof lookNames)[number]) =>
    key === "scorer" ? look.scorer.description : { ...observationFlags, ...nullFlags }[key].help;
  return lookNames.map((key) => ({
    ...{ key, value: told(values[key]), help: helpOf(key) },
    from: shell.settings.has(key) ? "set" : "as evaluate",
  }));
}

/** null for what depends on something that is not open yet. */
const told = (value: unknown): unknown => (typeof value === "object" ? null : (value ?? null));

/** What the next `train` gets: of the preset of `new`, or of none. */
export function trainingSettings(shell: Shell): ListedSetting[] {
  const { assignments } = shell.settings;
  const { draft } = backgroundOf(shell);
  const preset = draft && readPreset(draft.preset).layer;
  const config = draft ? draftConfig(draft, assignments) : resolveConfig(assignments.map(parseAssignment));
  const help = new Map(listSettings().map((setting) => [setting.key, setting.help]));
  const origin = (key: string): string => {
    if (shell.settings.has(key)) return "set";
    return preset && valueAt(preset.tree, key.split(".")) !== undefined ? preset.origin : "default";
  };
  return leaves(config).map(([key, value]) => ({ key, value, from: origin(key), help: help.get(key) ?? "" }));
}
