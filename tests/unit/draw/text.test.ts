import { describe, expect, test } from "bun:test";
import {
  formatDuration,
  formatSignificant,
  padLeft,
  padRight,
  shorten,
  truncate,
  visibleWidth,
} from "../../../src/draw/text.ts";

const red = "\x1b[31mred\x1b[0m";

test("escape sequences have no width", () => expect(visibleWidth(red)).toBe(3));
test("wide characters have two columns", () => expect(visibleWidth("格")).toBe(2));
test("padding counts columns", () => {
  expect(padRight(red, 5)).toBe(`${red}  `);
  expect(padLeft("格", 5)).toBe("   格");
  expect(padLeft("long", 2)).toBe("long");
});
test("truncation keeps the colour and the width", () => {
  expect(truncate("hexagonal", 5, true)).toBe("hexa…");
  expect(truncate("hexagonal", 5, false)).toBe("hexa~");
  expect(truncate("hexa", 4, true)).toBe("hexa");
  const cut = truncate("\x1b[31mhexagonal\x1b[0m", 5, true);
  expect(Bun.stripANSI(cut)).toBe("hexa…");
  expect(cut.startsWith("\x1b[31m")).toBe(true);
  expect(cut.endsWith("m")).toBe(true);
});

describe("numbers", () => {
  const cases: [number, string][] = [
    [5.9123, "5.912"],
    [12.3, "12.30"],
    [0.0012345, "0.001234"],
    [0.000012344, "1.234e-5"],
    [48213.4, "48213"],
    [1234567, "1.235e6"],
    [9999.6, "10000"],
    [999999.9, "1.000e6"],
    [-0.5, "-0.5000"],
    [0, "0"],
    [-0, "0"],
    [Number.NaN, "NaN"],
    [Number.NEGATIVE_INFINITY, "-Infinity"],
  ];
  test.each(cases)("%p is %s", (value, text) => expect(formatSignificant(value)).toBe(text));
});

describe("durations", () => {
  const cases: [number, string][] = [
    [0, "0.0 ms"],
    [0.0384, "38 ms"],
    [0.9999, "1.0 s"],
    [4.24, "4.2 s"],
    [9.96, "10 s"],
    [59.4, "59 s"],
    [59.6, "1m 00s"],
    [80, "1m 20s"],
    [3599.9, "1h 00m"],
    [7500, "2h 05m"],
    [86400 * 3 + 3600 * 4, "3d 04h"],
    [Number.POSITIVE_INFINITY, "forever"],
  ];
  test.each(cases)("%p s is %s", (seconds, text) => expect(formatDuration(seconds)).toBe(text));
  test("neither negative nor NaN", () => {
    expect(() => formatDuration(-1)).toThrow("-1 s");
    expect(() => formatDuration(Number.NaN)).toThrow("NaN");
  });
});

test("a text that is too long loses its middle", () => {
  expect(shorten("hexagonal", 9, true)).toBe("hexagonal");
  expect(shorten("hexagonal", 6, true)).toBe("hex…al");
  expect(shorten("hexagonal", 5, false)).toBe("he~al");
  expect(shorten("鼠鼠鼠 12/40", 9, true)).toBe("鼠鼠…2/40");
  for (const width of [0, 1, 2, 3]) expect(visibleWidth(shorten("hexagonal", width, true))).toBe(width);
});
