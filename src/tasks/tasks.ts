/** What can be learned: one line each, the usual one first. */
import { pathIntegration } from "./path-integration/path-integration.ts";
import type { Task } from "./task.ts";

export const tasks: readonly [Task, ...Task[]] = [pathIntegration];

/** The task of that name, which has been checked. */
export function taskOf(kind: string): Task {
  const found = tasks.find((task) => task.kind === kind);
  if (!found) throw new Error(`no task ${kind}`);
  return found;
}
