import { nearest } from "../src/suggest.ts";
import { UserError } from "../src/user-error.ts";

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
