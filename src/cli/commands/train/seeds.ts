/** Seeds as a user writes them: `0-4`, `0,3,7`. */
import { UserError } from "../../../user-error.ts";

/** More than anybody trains one after the other. */
const mostSeeds = 10_000;

/** In the order in which they are written, each once. @throws UserError (exit 2) when they are not seeds */
export function parseSeeds(text: string): number[] {
  const seeds = text.split(",").flatMap((part) => {
    const [, first, last = first] = /^\s*(\d+)(?:\s*-\s*(\d+))?\s*$/.exec(part) ?? [];
    const [from, to] = [Number(first), Number(last)];
    if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to) || to < from || to - from >= mostSeeds) {
      throw new UserError(`--seeds is "${text}"`, "write seeds and ranges of them, such as 0-4 or 0,3,7", 2);
    }
    return Array.from({ length: to - from + 1 }, (_, i) => from + i);
  });
  return [...new Set(seeds)];
}
