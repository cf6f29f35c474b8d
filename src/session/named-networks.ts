/** From the names a user gives to the networks that are meant: files, folders, patterns. */
import { join, relative, resolve } from "node:path";
import { lookUp, lookUpLink, namesIn } from "../format/look-up.ts";
import { UserError } from "../user-error.ts";
import { runPath, runsDirectory } from "./run-names.ts";

/** A network, or a file of activity, by a name to be shown and where it is. */
export interface NamedNetwork {
  readonly given: string;
  readonly path: string;
}

const isPattern = (given: string): boolean => /[*?[{]/.test(given);

/**
 * What is named, in the order of the names, each once. A pattern stands for all runs, checkpoints and files of activity
 * that fit it, a folder that is no run for the runs in it, both in the order of their names, in which numbers count as such.
 * @throws UserError when a pattern or a folder has none
 */
export function namedNetworks(given: readonly string[], cwd: string): NamedNetwork[] {
  const found = given.flatMap((name) => {
    const path = runPath(resolve(cwd, name), name);
    if (isPattern(name) && !lookUp(path)) return matching(name, cwd);
    return isFolderOfRuns(path) ? runsIn(name, path) : [{ given: name, path }];
  });
  return found.filter((one, i) => found.findIndex(({ path }) => path === one.path) === i);
}

const isFolder = (path: string): boolean => lookUp(path)?.isDirectory() === true;

const isRun = (path: string): boolean =>
  isFolder(path) && lookUpLink(join(path, "manifest.json")) !== undefined;

const isFolderOfRuns = (path: string): boolean => isFolder(path) && !isRun(path);

function runsIn(name: string, path: string): NamedNetwork[] {
  const runs = namesIn(path).filter((each) => isRun(join(path, each)));
  if (runs.length > 0)
    return runs.sort(byNumbers).map((each) => ({ given: join(name, each), path: join(path, each) }));
  throw new UserError(
    `${name} is neither a run nor a folder of runs`,
    "name runs, checkpoints or files of activity",
  );
}

/** A pattern without a folder is looked for in `runs/`, too, as a bare name is. */
function matching(pattern: string, cwd: string): NamedNetwork[] {
  const patterns = [pattern, ...(pattern.includes("/") ? [] : [join(runsDirectory, pattern)])];
  for (const one of patterns) {
    const paths = [...new Bun.Glob(one).scanSync({ cwd, onlyFiles: false, absolute: true })];
    const networks = paths.filter((path) => isRun(path) || /\.(safetensors|npz)$/.test(path));
    if (networks.length > 0) {
      return networks.sort(byNumbers).map((path) => ({ given: relative(cwd, path), path }));
    }
  }
  throw new UserError(`nothing is called ${pattern}`, "runs, checkpoints and .npz files of activity count");
}

const byNumbers = new Intl.Collator("en", { numeric: true }).compare;
