/** A network looked at in another world than it was trained in. Nothing of it changes, on disk or in memory, but where the rat runs and how. */
import { changesBetween } from "../config/diff.ts";
import { resolveConfig } from "../config/resolve.ts";
import { parseWorldAssignment } from "../config/sources.ts";
import type { Condition } from "../tasks/activity-source.ts";
import type { SavedNetwork } from "./saved-network.ts";

export interface ChangedWorld {
  /** The same network with the settings of the other world: to be opened, never to be written. */
  readonly saved: SavedNetwork;
  /** The settings that are other ones than in training. */
  readonly conditions: readonly Condition[];
}

/**
 * @param assignments such as `speedScale=1.4`, of the settings below `world`; the last one of a setting counts
 * @throws UserError (exit 2) for a setting that is none, or out of its range; when the network does not fit into that world
 */
export function changedWorld(saved: SavedNetwork, assignments: readonly string[]): ChangedWorld {
  if (assignments.length === 0) return { saved, conditions: [] };
  const { checkpoint, config, task } = saved;
  const trained = { origin: checkpoint.path, tree: { ...config } };
  const changed = resolveConfig([trained, ...assignments.map(parseWorldAssignment)]);
  const conditions = changesBetween(config, changed).map(({ key, before, after }) => {
    const name = key.replace(/^world\./, "");
    const text = `${name} = ${valueText(after)}, trained with ${valueText(before)}`;
    return { name, value: after as Condition["value"], text };
  });
  if (conditions.length > 0) task.checkWorld(config, changed, checkpoint.file.tensors);
  return { saved: { ...saved, config: changed }, conditions };
}

const valueText = (value: unknown): string => (value === null ? "none" : String(value));
