/**
 * Conditions on units as text: `grid60 > 0.8 and border < 0.2`. Comparisons `< <= > >= = !=`, also in chains
 * (`0.5 < grid60 < 0.8`); `and` (also `,` or `&&`), `or` (`||`), `not` (`!`), parentheses. A number that a unit does not
 * have passes no comparison.
 */
import type { Column } from "./units.ts";

type Test = (unit: number) => boolean;
type Operand = (unit: number) => number;

const comparisons: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  "<": (a, b) => a < b,
  "<=": (a, b) => a <= b,
  "≤": (a, b) => a <= b,
  ">": (a, b) => a > b,
  ">=": (a, b) => a >= b,
  "≥": (a, b) => a >= b,
  "=": (a, b) => a === b,
  "==": (a, b) => a === b,
  "!=": (a, b) => a < b || a > b,
};

const lexeme =
  /\s*(?:(?<number>[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)|(?<name>[a-z_]\w*)|(?<sign><=|>=|==|!=|&&|\|\||[<>=≤≥!(),]))/iy;

/** What is wrong with a condition, in words for the person who wrote it. */
export class FilterError extends Error {}

/** @throws FilterError */
export function compileFilter(text: string, measures: readonly Pick<Column, "key" | "values">[]): Test {
  const words = wordsOf(text);
  if (words.length === 0) return () => true;
  let at = 0;
  const takes = (...options: string[]): boolean => {
    const found = options.includes(words[at]?.toLowerCase() ?? "");
    if (found) at++;
    return found;
  };

  const either = (): Test => {
    const parts = [both()];
    while (takes("or", "||")) parts.push(both());
    return (unit) => parts.some((part) => part(unit));
  };
  const both = (): Test => {
    const parts = [negation()];
    while (takes("and", "&&", ",")) parts.push(negation());
    return (unit) => parts.every((part) => part(unit));
  };
  const negation = (): Test => {
    if (takes("not", "!")) {
      const inner = negation();
      return (unit) => !inner(unit);
    }
    if (!takes("(")) return comparison();
    const inner = either();
    if (!takes(")")) throw new FilterError(`a ) is missing ${place(words[at])}`);
    return inner;
  };
  const comparison = (): Test => {
    const operands = [operand()];
    const signs: string[] = [];
    while (words[at] !== undefined && Object.hasOwn(comparisons, words[at]!)) {
      signs.push(words[at++]!);
      operands.push(operand());
    }
    if (signs.length === 0)
      throw new FilterError(`a comparison such as > 0.5 is missing ${place(words[at])}`);
    return (unit) => signs.every((sign, i) => comparisons[sign]!(operands[i]!(unit), operands[i + 1]!(unit)));
  };
  const operand = (): Operand => {
    const word = words[at++];
    if (word === undefined) throw new FilterError("a number or a name is missing at the end");
    const value = Number(word);
    if (!Number.isNaN(value)) return () => value;
    const measure = measures.find(({ key }) => key.toLowerCase() === word.toLowerCase());
    if (measure) return (unit) => measure.values[unit]!;
    if (!/^[a-z_]/i.test(word)) throw new FilterError(`a number or a name is missing before ${word}`);
    throw new FilterError(`there is no ${word}; names: ${measures.map(({ key }) => key).join(", ")}`);
  };

  const test = either();
  if (at < words.length) throw new FilterError(`and, or, or the end is expected before ${words[at]}`);
  return test;
}

const place = (word: string | undefined): string => (word === undefined ? "at the end" : `before ${word}`);

function wordsOf(text: string): string[] {
  const words: string[] = [];
  let at = 0;
  while (text.slice(at).trim() !== "") {
    lexeme.lastIndex = at;
    const match = lexeme.exec(text);
    if (!match) throw new FilterError(`${text.slice(at).trim()[0]} means nothing here`);
    words.push(match[0].trim());
    at = lexeme.lastIndex;
  }
  return words;
}
