/** Which Python there is, and which of the packages that the programs beside this file need. */

import { UserError } from "../../src/user-error.ts";

/** Packages a program may need, and how to get them. */
export const installHints = {
  torch: "pip install torch, or on Debian and Ubuntu: apt install python3-torch",
  scipy: "pip install scipy, or on Debian and Ubuntu: apt install python3-scipy",
  numpy: "pip install numpy, or on Debian and Ubuntu: apt install python3-numpy",
} as const;

export type PythonPackage = keyof typeof installHints;

export interface Python {
  readonly command: string;
  /** Of each package that is installed. */
  readonly versions: Partial<Readonly<Record<PythonPackage, string>>>;
}

const usual = ["python3", "/usr/bin/python3"];

/** Without importing anything: PyTorch takes seconds for that. */
const question = `
import importlib.metadata, importlib.util, json
def version(name):
    if importlib.util.find_spec(name) is None:
        return None
    try:
        return importlib.metadata.version(name)
    except Exception:
        return "of unknown version"
print(json.dumps({name: version(name) for name in ${JSON.stringify(Object.keys(installHints))}}))`;

/**
 * The interpreters to choose from: the named one alone, else those in their usual places.
 * @param named value of ENTORHINAL_PYTHON
 * @throws UserError when the named one is no Python
 */
export function findPythons(named: string | undefined): Python[] {
  const found = (named ? [named] : usual).flatMap((command) => {
    const versions = versionsOf(command);
    return versions ? [{ command, versions }] : [];
  });
  if (!named || found.length > 0) return found;
  throw new UserError(`ENTORHINAL_PYTHON=${named} is no Python`, "name an interpreter, or unset it");
}

/** The first interpreter that has all of the packages. */
export const pythonWith = (
  pythons: readonly Python[],
  packages: readonly PythonPackage[],
): Python | undefined => pythons.find(({ versions }) => packages.every((name) => versions[name]));

/** One line: what is missing, and how to get it. */
export function whatIsMissing(pythons: readonly Python[], packages: readonly PythonPackage[]): string {
  if (pythons.length === 0) return "no Python was found: install python3, or name one by ENTORHINAL_PYTHON";
  const missing = packages.filter((name) => !pythonWith(pythons, [name]));
  const [first] = missing;
  // Each is there, but no interpreter has them all.
  if (first === undefined)
    return `no one Python has ${packages.join(" and ")}: name one by ENTORHINAL_PYTHON`;
  return `no ${missing.join(", no ")} in ${pythons.map(({ command }) => command).join(", ")}: ${installHints[first]}`;
}

function versionsOf(command: string): Python["versions"] | undefined {
  if (Bun.which(command) === null) return undefined;
  const { success, stdout } = Bun.spawnSync([command, "-c", question], { stderr: "ignore" });
  if (!success) return undefined;
  const found = JSON.parse(stdout.toString()) as Record<PythonPackage, string | null>;
  return Object.fromEntries(Object.entries(found).filter(([, version]) => version !== null));
}
