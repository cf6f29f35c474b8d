import { type Change, changesBetween, showSetting } from "../../../config/diff.ts";
import { defaultConfig, resolveConfig } from "../../../config/resolve.ts";
import type { Config } from "../../../config/schema.ts";
import { presetNames, printConfig, readPreset } from "../../../config/sources.ts";
import type { ReportConfiguration } from "../../../draw/report/report.ts";

/** A configuration as what it differs in from one with a name. */
export interface ComparedConfig {
  /** Undefined: the defaults. */
  readonly preset: string | undefined;
  /** Whether the run says that it was started from it; otherwise it is the one with the fewest differences. */
  readonly named: boolean;
  readonly changes: readonly Change[];
}

/** @param preset of the manifest; null: from the defaults; undefined: there is none to ask */
export function compareConfig(config: Config, preset: string | null | undefined): ComparedConfig {
  if (preset === null) {
    return { preset: undefined, named: true, changes: changesBetween(defaultConfig(config), config) };
  }
  const names = presetNames();
  if (preset !== undefined && names.includes(preset)) {
    return { preset, named: true, changes: changesAgainst(preset, config) };
  }
  return names
    .map((name) => ({ preset: name, named: false, changes: changesAgainst(name, config) }))
    .reduce((best, other) => (other.changes.length < best.changes.length ? other : best));
}

export function reportConfiguration(config: Config, compared: ComparedConfig): ReportConfiguration {
  const { preset, named, changes } = compared;
  const nearest = named ? "" : " (the nearest one: the checkpoint names none)";
  const other = preset === undefined ? "the defaults" : `the preset ${preset}${nearest}`;
  return {
    comparedWith: `${other}, as this version has it`,
    changes: changes.map(({ key, before, after }) => ({
      key,
      before: showSetting(before),
      after: showSetting(after),
    })),
    yaml: printConfig(config),
  };
}

const changesAgainst = (preset: string, config: Config): Change[] =>
  changesBetween(resolveConfig([readPreset(preset).layer]), config);
