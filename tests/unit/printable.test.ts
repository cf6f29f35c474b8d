import { describe, expect, test } from "bun:test";
import { printable, printableJson, printableLines } from "../../src/printable.ts";
import { UserError } from "../../src/user-error.ts";

/** Whatever acts on a terminal, hides, turns round or begins a line. */
const hostile = [
  ...Array.from({ length: 32 }, (_, code) => code),
  ...Array.from({ length: 33 }, (_, i) => 0x7f + i),
  ...[0xad, 0x61c, 0x200b, 0x200c, 0x200d, 0x200e, 0x200f, 0x2028, 0x2029, 0x2060, 0xfeff, 0xe0041],
  ...Array.from({ length: 5 }, (_, i) => 0x202a + i),
  ...Array.from({ length: 4 }, (_, i) => 0x2066 + i),
  ...[0xd800, 0xdbff, 0xdc00, 0xdfff],
];

describe("printable", () => {
  test("shows every control, direction, zero width and lone surrogate as an escape", () => {
    for (const code of hostile) {
      const shown = printable(`a${String.fromCodePoint(code)}b`);
      expect(shown).toMatch(/^a\\(?:[nrt]|x[0-9a-f]{2}|u[0-9a-f]{4}|u\{[0-9a-f]+\})b$/);
    }
    expect(printable("\x1b]0;title\x07\n\u009b31m\u202e")).toBe("\\x1b]0;title\\x07\\n\\x9b31m\\u202e");
  });

  test("leaves ordinary text as it is", () => {
    for (const text of ["é", "中文", "😀", "👩‍🔬", "🏳️‍🌈", "a\\nb", "µ ≤ 3 … │"])
      expect(printable(text)).toBe(text);
  });

  test("cuts a long text in the middle and says how much is left out", () => {
    const text = `${"a".repeat(600_000)}${"b".repeat(400_000)}`;
    const shown = printable(text);
    expect(shown).toMatch(/^a{480}…\(999040 more characters\)…b{480}$/);
    expect(shown.length).toBeLessThanOrEqual(1000);
    expect(printable(`${"\x1b".repeat(2000)}😀`, 100).length).toBeLessThanOrEqual(100);
  });

  test("never parts a character where it cuts", () => {
    for (let limit = 60; limit < 70; limit++) expect(printable("😀".repeat(100), limit)).not.toContain("\\u");
  });

  test("is the same when it is done twice", () => {
    for (const text of ["\n\x1b[31m\u202e", "x".repeat(5000), "\x1b".repeat(5000), "😀".repeat(999)]) {
      expect(printable(printable(text))).toBe(printable(text));
    }
  });
});

test("lines stay lines", () => {
  expect(printableLines("a\n\x1b[2J\tb\n")).toBe("a\n\\x1b[2J\\tb\n");
});

test("JSON stays equal and holds nothing unseen", () => {
  const value = Object.fromEntries(
    hostile.map((code) => [`k${String.fromCodePoint(code)}`, String.fromCodePoint(code)]),
  );
  const json = printableJson(JSON.stringify(value));
  expect(json).toMatch(/^[\x20-\x7e]+$/);
  expect(JSON.parse(json)).toEqual(value);
});

test("a message cannot begin a second line", () => {
  const error = new UserError("x\nerror: forged\x1b[2K", "y\r\u202e");
  expect(error.message).toBe("x\\nerror: forged\\x1b[2K");
  expect(error.mend).toBe("y\\r\\u202e");
});
