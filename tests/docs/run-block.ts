/** Runs whole blocks of the documents in programs of their own. */
import { pythonWith, runPython } from "../support/python.ts";
import { repository } from "./documents.ts";

/** Modules that a Python block imports. */
const modulesOf = (script: string): string[] => [
  ...new Set(
    [...script.matchAll(/^(?:import|from) ([\w.]+(?:, [\w.]+)*)/gm)].flatMap(([, names]) =>
      names!.split(", "),
    ),
  ),
];

const found = new Map<string, string | undefined>();

function findPython(modules: readonly string[]): string | undefined {
  const key = modules.join(" ");
  if (!found.has(key)) found.set(key, pythonWith(...modules));
  return found.get(key);
}

/** How to run the block, or why it is skipped. */
export function pythonFor(script: string): { run(cwd: string): string } | { skipped: string } {
  const modules = modulesOf(script);
  const python = findPython(modules);
  if (!python) return { skipped: `no Python with ${modules.join(", ")}` };
  return { run: (cwd) => runPython(python, script, cwd) };
}

/** Runs a TypeScript block in the directory of entorhinal. @throws Error with what it said when it fails */
export function runTypescript(script: string): string {
  const { exitCode, stdout, stderr } = Bun.spawnSync([process.execPath, "-e", script], { cwd: repository });
  if (exitCode !== 0) throw new Error(stderr.toString());
  return stdout.toString();
}
