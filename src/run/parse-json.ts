/** JSON of a run's files, held to the schema of what it should be. Whoever wrote it may have been somebody else. */
import type { z } from "zod";
import { UserError } from "../user-error.ts";

/** Characters of a wrong value that are shown. */
const shownCharacters = 40;

/**
 * @param what what to call it in errors
 * @throws UserError when it is not JSON, or nested more deeply than could be written again
 */
export function parseJson(text: string, what: string, mend: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    JSON.stringify(value);
    return value;
  } catch (error) {
    throw new UserError(`${what} is ${error instanceof RangeError ? "nested too deeply" : "not JSON"}`, mend);
  }
}

/** @param what what to call it in errors. @throws UserError naming the first key that is missing or wrong, and what it should be */
export function checked<Value>(schema: z.ZodType<Value>, value: unknown, what: string, mend: string): Value {
  const result = schema.safeParse(value, { reportInput: true });
  if (result.success) return result.data;
  const { path, input, message } = result.error.issues[0]!;
  const key = path.join(".").slice(0, shownCharacters);
  if (key !== "" && input === undefined) throw new UserError(`${what} has no ${key}`, mend);
  throw new UserError(`${key === "" ? what : `${what}: ${key}`} is ${shown(input)}, not ${message}`, mend);
}

/** A value in a message, at most a few words of it. */
export function shown(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object" && value !== null) return "a group";
  const text =
    typeof value === "string" ? JSON.stringify(value.slice(0, shownCharacters + 1)) : String(value);
  return text.length <= shownCharacters ? text : `${text.slice(0, shownCharacters)}…`;
}
