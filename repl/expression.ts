/** JavaScript of the user, with names from a scope. It is their machine: nothing is kept from it. */
import vm from "node:vm";
import { nearest } from "../src/suggest.ts";
import { UserError } from "../src/user-error.ts";

const scopeKey = Symbol.for("entorhinal.shell.scope");

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
  const inside = (body: string) =>
    `(async () => { with (globalThis[Symbol.for("entorhinal.shell.scope")]) { ${body} } })()`;
  return await vm.runInThisContext(inside(isExpression(text) ? `return (${text}\n)` : `${text}\n`), {
    breakOnSigint: true,
  });
}

function isExpression(text: string): boolean {
  try {
    new vm.Script(`(async () => (${text}\n))`);
    return true;
  } catch {
    return false;
  }
}

/**
 * What an expression of the user threw, in one line.
 * @param names what it could have meant
 */
export function asUserError(error: unknown, names: readonly string[] = []): UserError {
  const text = (error instanceof Error ? `${error.name}: ${error.message}` : `thrown: ${String(error)}`)
    .split("\n")
    .join(" ");
  const unknown = /^ReferenceError: (\S+) is not defined/.exec(text)?.[1];
  const near = unknown && nearest(unknown, names);
  return new UserError(text, near ? `did you mean ${near}?` : "?js lists the names");
}

/** Whether code of the user threw it, a timer of its own for instance. */
export const isOfExpression = (error: unknown): boolean =>
  error instanceof Error && (error.stack?.includes("evalmachine") ?? false);
