/** What a command is: its words, its flags, and the only ways in which it speaks. Which ones there are, src/commands.ts says. */
import type { Terminal } from "../../draw/terminal.ts";
import { mostThreads } from "../../most-threads.ts";
import type { Condition } from "../../tasks/activity-source.ts";
import type { FlagTable, FlagValues } from "./flags.ts";
import type { Io } from "./io.ts";
import type { UnitNames } from "./unit-names.ts";

export interface Positional {
  readonly name: string;
  readonly help: string;
  readonly optional?: boolean;
  /** Takes one word or more; only one of a command. */
  readonly many?: boolean;
  /** Said when it is missing, instead of the usage line. */
  readonly mend?: string;
}

/** Flags of every command. A command where randomness matters adds `seed: seedFlag` to its own table. */
export const commonFlags = {
  help: { type: "boolean", help: "show this help" },
  json: { type: "boolean", help: "one JSON document on stdout, nothing else" },
  quiet: { type: "boolean", help: "no progress on stderr" },
} as const satisfies FlagTable;

export const seedFlag = {
  type: "integer",
  placeholder: "N",
  help: "seed of all random numbers",
  minimum: 0,
} as const;

/** Of commands that compute. Results do not depend on it unless a system BLAS is used. */
export const workersFlag = {
  type: "integer",
  placeholder: "N",
  help: "threads (default: all cores)",
  minimum: 1,
  maximum: mostThreads,
} as const;

/** Of commands that let a network run: a system BLAS is faster, own kernels give the same bits everywhere. */
export const blasFlag = {
  type: "string",
  placeholder: "NAME",
  help: "dense products: auto, native (system BLAS) or wasm (bit-reproducible)",
  default: "auto",
  choices: ["auto", "native", "wasm"],
} as const;

/** Of commands that write one file. */
export const forceFlag = { type: "boolean", help: "overwrite --out when it exists" } as const;

/** What `run` gets: the parsed command line and the only ways to speak. */
export interface CommandContext<Table extends FlagTable = FlagTable> {
  readonly io: Io;
  readonly flags: FlagValues<Table>;
  readonly positionals: readonly string[];
  readonly json: boolean;
  readonly quiet: boolean;
  /** What stdout can show: for answers. */
  readonly terminal: Terminal;
  /** What stderr can show: for progress. */
  readonly progressTerminal: Terminal;
  /** A path given by the user, made absolute. */
  path(given: string): string;
  /**
   * The result, exactly once: `value` under --json (NaN, infinities and undefined become null, typed arrays lists),
   * else the text, which is only made when needed. Text ends with its own newline or gets one.
   */
  answer(value: unknown, text: () => string): void;
  /** The answer names the units, where they have names, and what holds of the activity it is about. `withSubject` sees to it. */
  under(conditions: readonly Condition[], names?: UnitNames): void;
  /** Text for a human on stdout; dropped under --json. */
  print(text: string): void;
  /** Progress and remarks on stderr; dropped under --quiet. */
  note(text: string): void;
}

/** A command; its name and summary stand in its entry, where they cost nothing to load. */
export interface Command<Table extends FlagTable = FlagTable> {
  readonly flags: Table;
  readonly positionals: readonly Positional[];
  /** Paragraph below the usage line. */
  readonly details?: string;
  readonly examples?: readonly string[];
  /**
   * What to write instead of a word that no positional takes; undefined: nothing is known by it.
   * @param path the word as a path, made absolute
   */
  meantBy?(word: string, path: string): string | undefined;
  run(context: CommandContext<Table>): Promise<void>;
}

/** Infers the types of the flags for `run`. */
export function defineCommand<const Table extends FlagTable>(command: Command<Table>): Command {
  return command as unknown as Command;
}

/** One line of the overview; the command's own file is loaded when it is called. */
export interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  load(): Promise<Command>;
}
