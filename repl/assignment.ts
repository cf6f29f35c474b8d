import { UserError } from "../src/user-error.ts";

/** `key value` and `key=value`. @throws UserError (exit 2) when there is a key without a value */
export function splitAssignment(words: readonly string[]): [key: string, value: string] | [] {
  const [key, value] = words;
  if (key === undefined) return [];
  if (value !== undefined) return [key, value];
  const at = key.indexOf("=");
  if (at > 0) return [key.slice(0, at), key.slice(at + 1)];
  throw new UserError(`set ${key} lacks its value`, `write: set ${key} VALUE`, 2);
}
