/** A saved network for a command that lets it run: named by the first word, opened, and closed again. */
import type { Subject } from "../../analyse/observe.ts";
import { type Engine, openEngine } from "../../engine/engine.ts";
import { openSubject, readNetwork, type SavedNetwork } from "../../session/open-network.ts";
import { UserError } from "../../user-error.ts";
import { blasFlag, type CommandContext, seedFlag, workersFlag } from "./command.ts";
import type { FlagTable } from "./flags.ts";

/** Flags of the commands that let a saved network run. */
export const subjectFlags = {
  seed: seedFlag,
  blas: blasFlag,
  workers: workersFlag,
} as const satisfies FlagTable;

export const networkPositional = {
  name: "RUN|CHECKPOINT",
  help: "a run directory, a checkpoint file, or quick",
} as const;

type Context = CommandContext<typeof subjectFlags>;

/** The network that is the first word of the command line, in an engine that is closed after `body`. */
export async function withSubject(
  context: Pick<Context, "flags" | "positionals" | "path">,
  saved: SavedNetwork,
  body: (engine: Engine, subject: Subject) => void,
): Promise<void> {
  const { workers, blas } = context.flags;
  const engine = await openEngine({ workers, blas });
  try {
    body(engine, openSubject(engine, saved));
  } finally {
    engine.close();
  }
}

/** @throws UserError when there is no such network */
export function namedNetwork(context: Pick<Context, "positionals" | "path">): SavedNetwork {
  const given = context.positionals[0]!;
  return readNetwork(context.path(given), given);
}

/**
 * A number of a unit or a place cell.
 * @throws UserError (exit 2) when `text` is not one of `count`
 */
export function readIndex(text: string, what: string, count: number): number {
  const index = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (index < count) return index;
  throw new UserError(`there is no ${what} ${text}`, `${what}s are 0 to ${count - 1}`, 2);
}
