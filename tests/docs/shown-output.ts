/** Compares what a command writes with what a document shows. */

const number = /-?\d+(?:[ ,]\d{3})*(?:\.\d+)?(?:e[-+]?\d+)?/g;

/** How far the last shown digit of a number may be off: exponentials differ between systems by round-off. */
const lastDigits = 2;

/**
 * The first difference in words, or undefined when there is none. A line "…" stands for any lines, how many
 * spaces there are does not count, and numbers may differ by 2 in their last shown digit.
 */
export function difference(shown: readonly string[], written: readonly string[]): string | undefined {
  let at = 0;
  for (let i = 0; i < shown.length; i++) {
    const line = shown[i]!;
    if (line.trim() === "…") {
      const next = shown[i + 1];
      if (next === undefined) return undefined;
      while (at < written.length && !sameLine(next, written[at]!)) at++;
    } else if (at < written.length && sameLine(line, written[at]!)) at++;
    else return `shown:   ${line}\nwritten: ${written[at] ?? "(nothing more)"}`;
  }
  return at < written.length ? `not shown: ${written[at]}` : undefined;
}

/** Whether two lines differ in numbers at most. */
export const sameWords = (shown: string, written: string): boolean => wordsOf(shown) === wordsOf(written);

/** Numbers and the spaces that align them are all the same. */
const wordsOf = (line: string): string =>
  line.trimEnd().replace(number, "0").replace(/ +/g, " ").replace(/─+/g, "─");

function sameLine(shown: string, written: string): boolean {
  const [a, b] = [shown.match(number) ?? [], written.match(number) ?? []];
  return sameWords(shown, written) && a.every((text, i) => near(text, b[i]!));
}

function near(shown: string, written: string): boolean {
  const value = (text: string) => Number(text.replace(/[ ,]/g, ""));
  const decimals = /\.(\d+)/.exec(shown)?.[1]?.length;
  // A whole number counts something: it must be the same.
  const allowed = decimals === undefined ? 0 : (lastDigits + 0.01) * 10 ** -decimals;
  return Math.abs(value(shown) - value(written)) <= allowed;
}
