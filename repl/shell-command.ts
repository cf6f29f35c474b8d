/** What a command of the shell is. One of the command line is src/cli/frame/command.ts's. */
import type { Positional } from "../src/cli/frame/command.ts";
import type { FlagTable, FlagValues } from "../src/cli/frame/flags.ts";
import type { Shell } from "./shell.ts";

/** What a word of a command is: by it the Tab key completes it, and a user is asked for it when it is missing. */
export type WordKind =
  | "run"
  | "preset"
  | "unit"
  | "setting"
  | "world"
  | "null"
  | "scorer"
  | "command"
  | "filter"
  | "figure"
  | "file"
  | "text";

/** Positionals of the command line say by their name what they are. */
export function kindOf(positional: Positional | ShellPositional): WordKind {
  if ("kind" in positional) return positional.kind;
  if (positional.name === "KIND") return "figure";
  if (/^RUN/.test(positional.name)) return "run";
  if (/^UNIT/.test(positional.name)) return "unit";
  if (positional.name === "NAME") return "preset";
  return /^(FILE|MAPS|POS)/.test(positional.name) ? "file" : "text";
}

export interface ShellPositional {
  readonly name: string;
  readonly help: string;
  readonly kind: WordKind;
  /** Never asked for. */
  readonly optional?: boolean;
  /** Takes all words that are left; only the last positional. */
  readonly many?: boolean;
}

/** The words of a line by their meaning; flags have the types of the table. */
export interface ShellParsed<Table extends FlagTable = FlagTable> {
  readonly flags: FlagValues<Table>;
  readonly positionals: readonly string[];
  /** Everything after the name of the command, as it was typed. */
  readonly rest: string;
  readonly json: boolean;
  readonly quiet: boolean;
}

/**
 * A command of the shell. Flags and positionals are those of the command line (src/cli/frame/flags.ts); `--help`, `--json` and
 * `--quiet` are added to every table. Name and summary stand in its entry.
 */
export interface ShellCommand<Table extends FlagTable = FlagTable> {
  readonly flags: Table;
  readonly positionals: readonly ShellPositional[];
  readonly details?: string;
  readonly examples?: readonly string[];
  /** The line after the name is one text, not words and flags: `js`. It comes as `rest`. */
  readonly verbatim?: boolean;
  /** What to write instead of a word too many, as of a command of the command line. */
  meantBy?(word: string, path: string): string | undefined;
  /**
   * Speaks through `shell.answer`, `shell.print` and `shell.note` only. Long work looks at `shell.signal`, or awaits
   * `shell.breathe()` between its pieces.
   * @throws UserError, shown in two lines; Interrupted, shown as "stopped"
   */
  run(shell: Shell, parsed: ShellParsed<Table>): Promise<void> | void;
}

/** Infers the types of the flags for `run`. */
export function defineShellCommand<const Table extends FlagTable>(
  command: ShellCommand<Table>,
): ShellCommand {
  return command as unknown as ShellCommand;
}

/** One line of `help`; the command's own file is loaded when it is called. */
export interface ShellCommandEntry {
  readonly name: string;
  readonly summary: string;
  load(): Promise<ShellCommand>;
}
