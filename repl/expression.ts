/** JavaScript of the user, with names from a scope. It is their machine: nothing is kept from it. */
import vm from "node:vm";

const scopeKey = Symbol.for("entorhinal.shell.scope");

/** What the engine calls it in a stack. */
export const expressionFile = "typed-in-the-shell";

/** The code that is run for what was typed, and how much of it stands before that. */
export interface Wrapped {
  readonly code: string;
  readonly before: number;
}

/**
 * Evaluates an expression, or statements where it is none; `await` may stand anywhere. Names are looked up in `scope`, then
 * among the globals; what is assigned to a name that is not declared stays in `scope`. SIGINT stops what does not come
 * back by itself.
 * @throws whatever the expression throws
 */
export async function evaluateExpression(text: string, scope: Record<string, unknown>): Promise<unknown> {
  (globalThis as Record<symbol, unknown>)[scopeKey] = new Proxy(scope, {
    has: (names, key) => typeof key === "string" && (key in names || !(key in globalThis)),
    get: (names, key) => {
      if (key === Symbol.unscopables || key in names) return names[key as string];
      throw new ReferenceError(`${String(key)} is not defined`);
    },
  });
  return await vm.runInThisContext(wrapped(text).code, { breakOnSigint: true, filename: expressionFile });
}

export function wrapped(text: string): Wrapped {
  const head = '(async () => { with (globalThis[Symbol.for("entorhinal.shell.scope")]) { ';
  const [before, after] = isExpression(text) ? [`${head}return (`, "\n) } })()"] : [head, "\n } })()"];
  return { code: before + text + after, before: before.length };
}

function isExpression(text: string): boolean {
  try {
    new vm.Script(`(async () => (${text}\n))`);
    return true;
  } catch {
    return false;
  }
}
