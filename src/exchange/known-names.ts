/** What networks and their arrays are called in files. */
import type { NetworkKind } from "../networks/network-kind.ts";
import { tasks } from "../tasks/tasks.ts";

/** Every kind of network there is. */
export const kinds: readonly NetworkKind[] = tasks.flatMap((task) => task.networks);

/** The names that a file has for the arrays that make a network recurrent. */
export const recurrentNames: readonly string[] = [
  ...new Set(
    kinds.flatMap(({ parameters }) =>
      Object.values(parameters).flatMap(({ group, stored }) => (group === "recurrent" ? [stored] : [])),
    ),
  ),
];

/** Every name that a file may have for an array of a network. */
export const storedNames: readonly string[] = kinds.flatMap(({ parameters }) =>
  Object.values(parameters).map(({ stored }) => stored),
);
