/** Values as `js` prints them: typed arrays and long lists in a few words. */
import { guarded } from "../src/cli/frame/own-sequences.ts";
import { printable, printableLines } from "../src/printable.ts";

const shownOfList = 6;
const longList = 24;
const deepest = 3;

type Numbers = ArrayLike<number> & Iterable<number>;

/** Texts with their lines, everything else as an expression would be written; nothing for undefined. */
export function showValue(value: unknown, colours: boolean): string {
  if (value === undefined) return "";
  if (typeof value === "string") return printableLines(value, Number.POSITIVE_INFINITY);
  return guarded(Bun.inspect(abbreviated(value, 0), { colors: colours, depth: deepest }));
}

/** Shows itself as the text it holds. */
class Abbreviation {
  constructor(private readonly text: string) {}
  [Bun.inspect.custom](): string {
    return this.text;
  }
}

function abbreviated(value: unknown, depth: number): unknown {
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
    return new Abbreviation(showTyped(value as unknown as Numbers, value.constructor.name));
  }
  if (depth >= deepest || typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    const parts = value.slice(0, longList).map((part) => abbreviated(part, depth + 1));
    const more = value.length - parts.length;
    return more > 0 ? [...parts, new Abbreviation(`… ${more} more`)] : parts;
  }
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [printable(key), abbreviated(part, depth + 1)]),
  );
}

/** `Float64Array [256] 0.12, 0.5, … 1.2; mean 0.4, 0.1 to 1.3, 3 NaN`. */
function showTyped(values: Numbers, name: string): string {
  const head = `${name} [${values.length}]`;
  if (values.length <= longList) return `${head} ${Array.from(values, short).join(", ")}`.trimEnd();
  const numbers = Array.from(values, Number).filter((value) => !Number.isNaN(value));
  const first = Array.from({ length: shownOfList }, (_, i) => short(values[i]!)).join(", ");
  const missing = values.length - numbers.length;
  const [lowest, highest] = numbers.reduce(([low, high], v) => [Math.min(low, v), Math.max(high, v)], [
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
  ] as [number, number]);
  const mean = numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
  const range = numbers.length === 0 ? "" : `; mean ${short(mean)}, ${short(lowest)} to ${short(highest)}`;
  return `${head} ${first}, … ${short(values[values.length - 1]!)}${range}${missing > 0 ? `, ${missing} NaN` : ""}`;
}

const short = (value: number | bigint): string =>
  typeof value === "bigint" || Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(4)));
