import { printable } from "./printable.ts";

/** Lists of what is allowed, and commands with paths, are long. */
const longestMend = 4000;

/**
 * A mistake or a shortage on the user's side: shown in one or two lines, without a stack.
 * `cause` says what is wrong with the offending value in it; `mend` says what to do. Both become printable, whatever
 * names and values of others are in them: a message cannot begin a second line.
 */
export class UserError extends Error {
  readonly mend: string;
  /** 2 for wrong usage (flags, keys, presets), 1 for everything that fails while working. */
  readonly exitCode: 1 | 2;

  /** @param mend several lines where there is a list in it */
  constructor(cause: string, mend: string | readonly string[], exitCode: 1 | 2 = 1) {
    super(printable(cause));
    this.name = "UserError";
    const lines = typeof mend === "string" ? [mend] : mend;
    this.mend = lines.map((line) => printable(line, longestMend)).join("\n");
    this.exitCode = exitCode;
  }
}
