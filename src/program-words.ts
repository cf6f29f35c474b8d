/**
 * The program as a person types it once more: in the way in which it was started. For lines that are printed here and now; files
 * that travel to others carry `packageWords`.
 */
import { realpathSync } from "node:fs";
import { delimiter, dirname, join, sep } from "node:path";
import { commandLine } from "./copied-command.ts";

const root = dirname(import.meta.dir);
const main = join(root, "src", "main.ts");

/** What is known of the start. */
export interface Start {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The file that Bun was told to run. */
  readonly file: string;
  readonly cwd: string;
  /** Bun itself: its program, and its version. */
  readonly bun: string;
  readonly version: string;
}

/** Commands that package.json has scripts for, beside the one for all. */
const ownScripts = new Set(["train", "repl", "bench"]);

const scriptWords = (command: string): string[] =>
  ownScripts.has(command) ? ["run", command] : ["run", "entorhinal", command];

/** A command as whoever has Bun and is in the folder of the program types it. */
export const packageWords = (command: string): string[] => ["bun", ...scriptWords(command)];

/** A command of the program as one line to be copied: in the way in which it was started. */
export const programLine = ([command, ...rest]: readonly [string, ...string[]]): string =>
  commandLine([...programWords(command, startOf()), ...rest]);

/** A script of the package as one line to be copied: `bun run build`. */
export function scriptLine(script: string): string {
  const { env, bun, version } = startOf();
  const path = env.PATH ?? "";
  return commandLine([...bunWords(path, ownFolders(path), bun, version), "run", script]);
}

const startOf = (): Start => ({
  env: process.env,
  file: Bun.main,
  cwd: process.cwd(),
  bun: process.execPath,
  version: Bun.version,
});

/** The words that start a command: by npx, by a link to the program, by its file from another folder, or by the scripts of the package. */
export function programWords(command: string, { env, file, cwd, bun, version }: Start): string[] {
  // Whoever imports the program has not started it.
  if (!file.startsWith(root + sep) || file.startsWith(join(root, "tests") + sep))
    return packageWords(command);
  const path = env.PATH ?? "";
  const own = ownFolders(path);
  if (!isByScript(env) && isLinkToUs(Bun.which("entorhinal", { PATH: own }))) return ["entorhinal", command];
  const isElsewhere = !isByScript(env) && cwd !== root;
  return [...bunWords(path, own, bun, version), ...(isElsewhere ? [main, command] : scriptWords(command))];
}

function bunWords(path: string, own: string, bun: string, version: string): string[] {
  const byNpx = ["npx", "--yes", `bun@${version}`];
  if (isByNpx(path)) return byNpx;
  if (Bun.which("bun", { PATH: own }) !== null) return ["bun"];
  return Bun.which("npx", { PATH: own }) === null ? [bun] : byNpx;
}

const isByScript = ({ npm_lifecycle_event, npm_package_json }: Start["env"]): boolean =>
  npm_lifecycle_event !== undefined && npm_package_json === join(root, "package.json");

/** npx puts the folder of what it has fetched before all others. */
const isByNpx = (path: string): boolean =>
  path
    .split(delimiter)
    .some(
      (folder) =>
        /[\\/]_npx[\\/][^\\/]+[\\/]node_modules[\\/]\.bin$/.test(folder) &&
        Bun.which("bun", { PATH: folder }) !== null,
    );

/** What a person has on the PATH, without what npx and `bun run` put there for the time of a run. */
const ownFolders = (path: string): string =>
  path
    .split(delimiter)
    .filter((folder) => !/[\\/]node_modules[\\/]\.bin$|[\\/]bun-node-[^\\/]*$|node-gyp-bin$/.test(folder))
    .join(delimiter);

function isLinkToUs(found: string | null): boolean {
  if (found === null) return false;
  try {
    return realpathSync(found) === realpathSync(main);
  } catch {
    return false;
  }
}
