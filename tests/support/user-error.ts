import { expect } from "bun:test";
import { UserError } from "../../src/user-error.ts";

/** Runs `action`, which must throw a UserError in one line with a mend, and returns "cause | mend". */
export function userErrorOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    expect(error.message).not.toContain("\n");
    expect(error.mend.length).toBeGreaterThan(0);
    return `${error.message} | ${error.mend}`;
  }
  throw new Error("no UserError was thrown");
}

/** The same of an action that waits. */
export async function awaitedUserErrorOf(action: () => Promise<unknown>): Promise<string> {
  const error = await action().then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return userErrorOf(() => {
    if (error !== undefined) throw error;
  });
}
