/** What can be learned: one line each, the usual one first. */
import { pathIntegration } from "./path-integration/path-integration.ts";
import type { Task } from "./task.ts";

export const tasks: readonly [Task, ...Task[]] = [pathIntegration];

/** The task of that name; the usual one where there is none. */
export const taskOf = (kind: string): Task => tasks.find((task) => task.kind === kind) ?? tasks[0];
