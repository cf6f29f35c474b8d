import { UserError } from "../src/user-error.ts";

/** A whole number above 0. @throws UserError (exit 2) */
export function countFrom(word: string, usage: string): number {
  const count = Number(word);
  if (/^\d+$/.test(word) && count > 0) return count;
  throw new UserError(`"${word}" is no count`, `usage: ${usage}, a whole number above 0`, 2);
}
