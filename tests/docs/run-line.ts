/** Executes one line of a document, by the rules of rules.ts. */
import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import packageJson from "../../package.json" with { type: "json" };
import { commonFlags } from "../../src/cli/frame/command.ts";
import { parseFlags } from "../../src/cli/frame/flags.ts";
import { commands } from "../../src/commands.ts";
import { type Captured, capture } from "../support/capture.ts";
import { repository } from "./documents.ts";
import { namedOnly, rules } from "./rules.ts";
import { parseShellLine } from "./shell-line.ts";

const scripts: Readonly<Record<string, string>> = packageJson.scripts;
const main = "bun src/main.ts";

/** What follows `entorhinal`; undefined when the words start another program. */
export function entorhinalArguments(words: readonly string[]): readonly string[] | undefined {
  if (words[0] === "entorhinal") return words.slice(1);
  const [bun, run, name, ...rest] = words.filter((word) => word !== "--silent");
  const script = bun === "bun" && run === "run" ? scripts[name ?? ""] : undefined;
  if (!script?.startsWith(main)) return undefined;
  return [...script.slice(main.length).trim().split(" ").filter(Boolean), ...rest];
}

export interface LineOptions {
  readonly cwd: string;
  /** Run as it stands. */
  readonly exact?: boolean;
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Runs a line and gives what it wrote; undefined when it was only checked.
 * @throws Error when no rule and no script covers it
 */
export async function runLine(line: string, options: LineOptions): Promise<Captured | undefined> {
  const shell = parseShellLine(line);
  if (!shell) return undefined;
  const argv = entorhinalArguments(shell.words);
  if (!argv) {
    checkName(shell.words);
    return undefined;
  }
  const rule = options.exact
    ? undefined
    : rules.find(
        ({ command, having }) => command === argv[0] && (having?.some((word) => argv.includes(word)) ?? true),
      );
  if (rule?.instead === "parse") {
    await checkArguments(argv);
    return undefined;
  }
  const run = rule ? rule.instead(argv) : argv;
  const captured = await capture(run, { cwd: options.cwd, env: options.env ?? {} });
  if (shell.into !== undefined) writeFileSync(join(options.cwd, shell.into), captured.stdout);
  return captured;
}

/** Removes what the document's command is to write, where the folder was prepared with it. */
export function makeRoom(line: string, cwd: string, prepared: Set<string>): void {
  const words = parseShellLine(line)?.words ?? [];
  for (const flag of ["--out", "--run"]) {
    const target = words[words.indexOf(flag) + 1]!;
    if (words.includes(flag) && prepared.delete(target)) rmSync(join(cwd, target), { recursive: true });
  }
}

/** @throws Error when the command, a flag or a value does not exist */
export async function checkArguments([name, ...rest]: readonly string[]): Promise<void> {
  if (name === "--help" || name === "--version") return;
  const entry = commands.find((command) => command.name === name);
  if (!entry) throw new Error(`there is no command ${name}`);
  const command = await entry.load();
  const { positionals } = parseFlags(rest, { ...command.flags, ...commonFlags });
  const several = command.positionals.some(({ many }) => many);
  if (!several && positionals.length > command.positionals.length)
    throw new Error(`${name} takes no ${positionals}`);
}

/** @throws Error for what namedOnly does not name, and for scripts and files that do not exist */
export function checkName(words: readonly string[]): void {
  const [first, ...rest] = words;
  if (first === "npx") {
    if (rest[1] !== `bun@${packageJson.devDependencies["bun-types"]}`)
      throw new Error(`not the Bun: ${rest[1]}`);
    // Alone it is Bun itself.
    if (rest.length > 2) checkName(["bun", ...rest.slice(2)]);
    return;
  }
  const known = [1, 2, 3].map((count) => words.slice(0, count).join(" ")).find((name) => name in namedOnly);
  if (known === undefined) throw new Error(`no rule says how to run: ${words.join(" ")}`);
  if (words[1] === "run" && !(words[2]! in scripts)) throw new Error(`no script ${words[2]}`);
  for (const file of rest.filter((word) => /\.ts$/.test(word))) {
    if (!existsSync(join(repository, file))) throw new Error(`there is no ${file}`);
  }
}
