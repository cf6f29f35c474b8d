/** What `train` would start: the preset of `new`, and over it what `set` has set. */
import { diffConfigs } from "../../src/config/diff.ts";
import { type Layer, resolveConfig } from "../../src/config/resolve.ts";
import type { Config } from "../../src/config/schema.ts";
import { parseAssignment, readPreset } from "../../src/config/sources.ts";

export interface Draft {
  readonly preset: string;
  /** The run it became, and what was set then; undefined before the first `train`. */
  readonly started?: Started | undefined;
}

export interface Started {
  readonly path: string;
  readonly steps: number;
  readonly settings: readonly string[];
}

/** @throws UserError (exit 2) when the settings do not go together */
export const draftConfig = ({ preset }: Draft, assignments: readonly string[]): Config =>
  resolveConfig([readPreset(preset).layer, ...assignments.map(layerOf)]);

const layerOf = (assignment: string): Layer => ({ ...parseAssignment(assignment), origin: "set" });

/** What the settings change about the preset, a line each; empty: nothing. */
export const draftChanges = (draft: Draft, assignments: readonly string[]): string[] =>
  diffConfigs(draftConfig(draft, []), draftConfig(draft, assignments));
