/** Files that are loaded when others are: their imports, as this runtime resolves them, and those of what they name. */
import { readFileSync } from "node:fs";
import { createRequire, isBuiltin } from "node:module";
import { dirname } from "node:path";

const loaders = { ts: "ts", tsx: "tsx", js: "js", mjs: "js", cjs: "js" } as const;

const loaderOf = (file: string) =>
  loaders[file.split(".").at(-1) as keyof typeof loaders] as "ts" | "js" | undefined;

const isOfRuntime = (name: string): boolean => isBuiltin(name) || /^(bun|node):?/.test(name);

/** Absolute paths, the given ones among them. What cannot be resolved is left out: libraries ask for what need not be there. */
export function reachedFiles(starts: readonly string[]): string[] {
  const reached = new Set<string>();
  const open = [...starts];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (reached.has(file)) continue;
    reached.add(file);
    const loader = loaderOf(file);
    if (!loader) continue;
    for (const { kind, path } of new Bun.Transpiler({ loader }).scanImports(sourceOf(file))) {
      const found = isOfRuntime(path) ? undefined : resolved(path, kind, file);
      if (found !== undefined) open.push(found);
    }
  }
  return [...reached];
}

/** Without a first line for the shell, which the transpiler does not take. */
const sourceOf = (file: string): string => readFileSync(file, "utf8").replace(/^#!.*/, "");

function resolved(path: string, kind: string, from: string): string | undefined {
  try {
    return kind.startsWith("require")
      ? createRequire(from).resolve(path)
      : Bun.resolveSync(path, dirname(from));
  } catch {
    return undefined;
  }
}
