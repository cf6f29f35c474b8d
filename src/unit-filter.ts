/**
 * Which units, and in which order, as text: `grid60>0.8 border<0.2 sort=spacing`. Comparisons `< <= > >= = !=`, also in
 * chains (`0.5 < grid60 < 0.8`); `and` (also `,`, `&&` or nothing at all), `or` (`||`), `not` (`!`), parentheses. A number that a
 * unit does not have passes no comparison. `sort=NAME` puts the highest first, `sort=-NAME` the lowest. It runs in the
 * shell and in the page of a report.
 */
import { nearest } from "./suggest.ts";

export interface FilterColumn {
  readonly key: string;
  /** [units]; NaN: the unit has none. */
  readonly values: ArrayLike<number>;
}

export interface UnitOrder {
  readonly key: string;
  /** The lowest first. */
  readonly rising: boolean;
}

export interface UnitFilter {
  readonly passes: (unit: number) => boolean;
  /** Undefined: the text does not say. */
  readonly order: UnitOrder | undefined;
}

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
  /\s*(?:(?<order>sort\s*=\s*[-+]?[a-z_]\w*)|(?<number>[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)|(?<name>[a-z_]\w*)|(?<sign><=|>=|==|!=|&&|\|\||[<>=≤≥!(),]))/iy;

/** What columns were called before: lines that were saved go on working. */
const formerNames: Readonly<Record<string, string>> = { scale: "spacing", rate: "mean" };

/** What is wrong with a filter, in words for the person who wrote it. */
export class FilterError extends Error {}

/** @throws FilterError */
export function readFilter(text: string, columns: readonly FilterColumn[]): UnitFilter {
  const { words, order } = orderOf(wordsOf(text));
  return {
    passes: words.length === 0 ? () => true : compiled(words, columns),
    order: order && { ...order, key: columnOf(order.key, columns).key },
  };
}

/** Units by a column, those without the number always last; equals by their number. */
export function sortedUnits(values: ArrayLike<number>, rising: boolean): number[] {
  const sign = rising ? 1 : -1;
  return Array.from({ length: values.length }, (_, unit) => unit).sort((a, b) => {
    const [left, right] = [values[a]!, values[b]!];
    if (Number.isNaN(left) || Number.isNaN(right)) {
      return Number(Number.isNaN(left)) - Number(Number.isNaN(right)) || a - b;
    }
    return sign * (left - right) || a - b;
  });
}

const joining = ["and", "&&", ","];
const isJoining = (word: string | undefined): boolean => joining.includes(word?.toLowerCase() ?? "");
const orderPattern = /^sort\s*=\s*([-+]?)(\w+)$/i;

/** Takes the order out of the words, with what joins it to them. */
function orderOf(all: readonly string[]): { words: string[]; order: UnitOrder | undefined } {
  const words: string[] = [];
  let order: UnitOrder | undefined;
  for (const word of all) {
    const match = orderPattern.exec(word);
    if (!match) {
      if (words.length > 0 || !order || !isJoining(word)) words.push(word);
      continue;
    }
    if (isJoining(words.at(-1))) words.pop();
    order = { key: match[2]!, rising: match[1] === "-" };
  }
  return { words, order };
}

function compiled(words: readonly string[], columns: readonly FilterColumn[]): Test {
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
    while (takes(...joining) || beginsCondition(words[at])) parts.push(negation());
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
    if (!/^[a-z_]/i.test(word)) throw new FilterError(`a number or a name is missing before ${word}`);
    const { values } = columnOf(word, columns);
    return (unit) => values[unit]!;
  };

  const test = either();
  if (at < words.length) throw new FilterError(`and, or, or the end is expected before ${words[at]}`);
  return test;
}

/** Conditions beside each other must both hold. */
const beginsCondition = (word: string | undefined): boolean =>
  word !== undefined && (/^[-+.\w(]/.test(word) || word === "!") && word.toLowerCase() !== "or";

function columnOf(name: string, columns: readonly FilterColumn[]): FilterColumn {
  const wanted = name.toLowerCase();
  const found = columns.find(({ key }) => key.toLowerCase() === (formerNames[wanted] ?? wanted));
  if (found) return found;
  const names = columns.map(({ key }) => key);
  const near = nearest(name, names);
  const mend = near === undefined ? "" : `did you mean ${near}? `;
  throw new FilterError(`there is no ${name}; ${mend}names: ${names.join(", ")}`);
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
