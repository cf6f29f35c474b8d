/** The one tree of settings of a training. Which keys there are depends on its task and its network. */
import { group } from "../setting.ts";
import type { BaseSettings } from "../tasks/experiment.ts";
import { taskOf, tasks } from "../tasks/tasks.ts";
import { type MachineSettings, machineShape } from "./machine.ts";
import { type Tree, valueAt } from "./tree.ts";

/** A complete, validated configuration. Its task knows more of it. */
export type Config = BaseSettings & MachineSettings;

/** A setting that decides which others there are, and the names it can have. */
export interface DecidingChoice {
  readonly path: readonly string[];
  readonly names: readonly string[];
}

/** In the order in which they are to be checked: the networks of a task there is not are those of the usual one. */
export function decidingChoices(tree: Tree): readonly DecidingChoice[] {
  const wanted = valueAt(tree, ["task"]);
  const task = tasks.find(({ kind }) => kind === wanted) ?? tasks[0];
  return [
    { path: ["task"], names: tasks.map(({ kind }) => kind) },
    { path: ["model", "kind"], names: task.networks.map(({ kind }) => kind) },
  ];
}

/** The schema of a tree: that of the task and the network it names, or of the usual ones. */
export function configSchema(tree: Tree) {
  const wanted = valueAt(tree, ["task"]);
  const task = wanted === undefined ? tasks[0] : taskOf(String(wanted));
  const network = valueAt(tree, ["model", "kind"]);
  return group({ ...task.settings(String(network ?? task.networks[0].kind)), ...machineShape });
}
