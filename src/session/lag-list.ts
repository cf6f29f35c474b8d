/** Lags as a user writes them. */
import { UserError } from "../user-error.ts";

const number = String.raw`[-+]?\d+(?:\.\d+)?`;
const range = new RegExp(`^\\s*(${number}):(${number})(?::(${number}))?\\s*$`);
const single = new RegExp(`^\\s*(${number})\\s*$`);

/**
 * Numbers and half-open ranges, rising, each once: "-10:11", "-20:21:2", "-8,-4,0,4,8".
 * @throws UserError (exit 2) when it is no such list
 */
export function readLagList(list: string): number[] {
  const lags = list.split(",").flatMap((part) => {
    const [, one] = single.exec(part) ?? [];
    if (one !== undefined) return [Number(one)];
    const [, from, to, step = "1"] = range.exec(part) ?? [];
    const [first, end, stride] = [Number(from), Number(to), Number(step)];
    const count = Math.ceil((end - first) / stride);
    if (from === undefined || !(stride > 0) || !(count > 0)) {
      throw new UserError(
        `--lags is "${list}"`,
        "write numbers and rising ranges, whose end is left out: --lags=-10:11 or --lags=-8,-4,0,4,8",
        2,
      );
    }
    if (count > mostLags)
      throw new UserError(`--lags ${list} are ${count} lags`, `name at most ${mostLags}`, 2);
    return Array.from({ length: count }, (_, i) => first + i * stride);
  });
  return [...new Set(lags)].sort((a, b) => a - b);
}

export const mostLags = 2001;
