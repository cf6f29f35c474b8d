/** What nobody writes by mistake. */

/** Numbers at which something ends: of a type, of what a float has exactly, of sense. */
export const hostileNumbers: readonly number[] = [
  ...[0, -0, -1, 0.5, 1e-320, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 53 - 1, 2 ** 53, 9e15],
  ...[1e9, 1e18, -1e9, 1e308, -1e308, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN],
];

/** Texts that lead out of where they stand: a terminal, a line, a path, an object, a page, a shell. */
export const hostileTexts: readonly string[] = [
  ...["", " ", "\0", "\n", "\x1b]0;title\x07", "\x1b[2J\x1b[31merror: forged", "\x9b31m\x9d0;c1\x9c"],
  ...["a\rb", "\u202e\u2066reversed", "\ud800", "\ufeff", "../../../etc/passwd", "/dev/zero"],
  ...["__proto__", "constructor", "toString", "length", "<script>alert(1)</script>", "]]>&#0;"],
  ...["$(touch here)", "'; touch here #", "NaN", "null", "1e999", "0x10", "=cmd()", "%s%n"],
];

/** A value nested so deeply that whoever walks it by recursion may not return. */
export class Nested {
  constructor(
    readonly depth: number,
    readonly inArrays: boolean,
  ) {}

  /** As JSON. */
  toString(): string {
    const [open, close] = this.inArrays ? ["[", "]"] : ['{"a":', "}"];
    return `${open.repeat(this.depth)}1${close.repeat(this.depth)}`;
  }
}
