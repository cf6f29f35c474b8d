/** Flags as a table, and how they are read from the words of a command line. Positionals are the command's. */
import { suggestion } from "../../suggest.ts";
import { UserError } from "../../user-error.ts";

export type FlagType = "string" | "number" | "integer" | "boolean" | "list";

/** One flag. Its name on the command line is the key in the table in kebab case: `speedScale` → `--speed-scale`. */
export interface Flag {
  readonly type: FlagType;
  /** What stands for the value in the help: `--steps N`. A list may be given several times. */
  readonly placeholder?: string;
  readonly help: string;
  /** null, for a boolean: undefined when it is not given, so that "not given" and "false" differ. */
  readonly default?: string | number | boolean | null;
  /** Allowed values of a string. */
  readonly choices?: readonly string[];
  /** Smallest and largest allowed number. */
  readonly minimum?: number;
  readonly maximum?: number;
}

export type FlagTable = Readonly<Record<string, Flag>>;

type Plain<F extends Flag> = F extends { type: "number" | "integer" }
  ? number
  : F extends { choices: readonly (infer Choice)[] }
    ? Choice
    : string;
type Value<F extends Flag> = F extends { type: "boolean" }
  ? F extends { default: null }
    ? boolean | undefined
    : boolean
  : F extends { type: "list" }
    ? readonly string[]
    : F extends { default: string | number }
      ? Plain<F>
      : Plain<F> | undefined;

export type FlagValues<Table extends FlagTable> = { readonly [Name in keyof Table]: Value<Table[Name]> };

export interface Parsed {
  readonly flags: Record<string, string | number | boolean | readonly string[] | undefined>;
  readonly positionals: string[];
}

export const flagName = (key: string): string => `--${key.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}`;

/**
 * Reads `argv` by `table`. `--` ends the flags; a negative number is a value, not a flag.
 * @throws UserError (exit 2) naming the flag that is unknown, lacks its value or has one of the wrong type
 */
export function parseFlags(argv: readonly string[], table: FlagTable): Parsed {
  const byName = new Map(Object.entries(table).map(([key, flag]) => [flagName(key), { key, flag }]));
  const flags: Parsed["flags"] = {};
  const positionals: string[] = [];
  for (const [key, flag] of Object.entries(table)) flags[key] = initialValue(flag);

  for (let i = 0; i < argv.length; i++) {
    const argument = argv[i]!;
    if (argument === "--") {
      positionals.push(...argv.slice(i + 1));
      break;
    }
    if (!isFlag(argument)) {
      positionals.push(argument);
      continue;
    }
    const [name, inline] = splitInline(argument);
    const known = byName.get(name);
    if (!known) throw unknownFlag(name, [...byName.keys()]);
    const { key, flag } = known;
    if (flag.type === "boolean") {
      flags[key] = inline === undefined ? true : readBoolean(name, inline);
      continue;
    }
    const text = inline ?? argv[++i];
    if (text === undefined || (inline === undefined && text.startsWith("--"))) {
      throw new UserError(`${name} needs a value`, `write: ${name} ${placeholderOf(flag)}`, 2);
    }
    const value = readValue(name, flag, text);
    flags[key] = flag.type === "list" ? [...(flags[key] as readonly string[]), String(value)] : value;
  }
  return { flags, positionals };
}

export const placeholderOf = (flag: Flag): string =>
  flag.placeholder ?? flag.choices?.join("|") ?? (flag.type === "string" ? "TEXT" : "N");

function initialValue(flag: Flag): string | number | boolean | readonly string[] | undefined {
  if (flag.type === "list") return [];
  if (flag.default === undefined) return flag.type === "boolean" ? false : undefined;
  return flag.default ?? undefined;
}

const isFlag = (argument: string): boolean =>
  argument.startsWith("-") && argument !== "-" && Number.isNaN(Number(argument));

function splitInline(argument: string): [string, string | undefined] {
  const name = argument === "-h" ? "--help" : argument;
  const at = name.indexOf("=");
  return at < 0 ? [name, undefined] : [name.slice(0, at), name.slice(at + 1)];
}

function unknownFlag(name: string, allowed: readonly string[]): UserError {
  const list = `allowed: ${[...allowed].sort().join(" ")}`;
  return new UserError(`unknown flag ${name}`, suggestion(name, allowed, list), 2);
}

function readBoolean(name: string, text: string): boolean {
  if (text === "true") return true;
  if (text === "false") return false;
  throw new UserError(`${name}=${text} is not true or false`, `write ${name} alone, or ${name}=false`, 2);
}

function readValue(name: string, flag: Flag, text: string): string | number {
  if (flag.type === "number" || flag.type === "integer") return readNumber(name, flag, text);
  if (flag.choices && !flag.choices.includes(text)) {
    const list = `allowed: ${flag.choices.join(" ")}`;
    throw new UserError(`${name} is "${text}"`, suggestion(text, flag.choices, list), 2);
  }
  if (text === "" && /^(FILE|DIR)/.test(flag.placeholder ?? "")) {
    throw new UserError(`${name} needs a name`, `write: ${name} ${flag.placeholder}`, 2);
  }
  return text;
}

function readNumber(name: string, flag: Flag, text: string): number {
  const value = text.trim() === "" ? Number.NaN : Number(text);
  const wrong = flag.type === "integer" ? !Number.isSafeInteger(value) : !Number.isFinite(value);
  const { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY } = flag;
  if (!wrong && value >= minimum && value <= maximum) return value;
  const kind = flag.type === "integer" ? "an integer" : "a number";
  throw new UserError(`${name} is "${text}"`, `it must be ${kind}${rangeOf(flag)}`, 2);
}

function rangeOf({ minimum, maximum }: Flag): string {
  if (maximum !== undefined)
    return minimum === undefined ? ` up to ${maximum}` : ` from ${minimum} to ${maximum}`;
  return minimum === undefined ? "" : ` of at least ${minimum}`;
}
