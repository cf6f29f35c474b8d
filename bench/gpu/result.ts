/** What a part of the check says, a line of JSON on stdout each. */

/** One number, or one text. */
export interface Result {
  readonly name: string;
  readonly value: number | string;
  readonly unit?: string;
  /** Of a time a step, and of what the device can do at best. */
  readonly device?: string;
  readonly units?: number;
  /** False: not what it must be. Left out where nothing is demanded. */
  readonly passes?: boolean;
  /** A whole document, for the file only. */
  readonly document?: unknown;
}

/** What a part gets. */
export interface PartContext {
  /** Sizes for a machine on which each step takes seconds. */
  readonly small: boolean;
  /** Hands a result over at once: what was said counts, also when the part does not come to its end. */
  say(result: Result): void;
}

export type Part = (context: PartContext) => Promise<void>;

/** Thrown by a part that this machine has nothing for: it has not failed. */
export class SkippedError extends Error {}

/** Exit code of a part that was skipped. */
export const skippedCode = 3;
