import { describe, expect, test } from "bun:test";
import { LiveLine } from "../../../src/draw/live-line.ts";
import { ascii, truecolour } from "../../support/terminals.ts";

const HIDE = "\x1b[?25l";
const SHOW = "\x1b[?25h";
const CLEAR = "\r\x1b[2K";

/** A live line with a clock that is set by hand and a buffer in place of the screen. */
function recorded(terminal = truecolour) {
  const written: string[] = [];
  const clock = { milliseconds: 0 };
  const live = new LiveLine((text) => written.push(text), terminal, { now: () => clock.milliseconds });
  return { written, clock, live };
}

describe("somebody is watching", () => {
  test("redraws in place, at most ten times a second", () => {
    const { written, clock, live } = recorded();
    live.update("one", 0);
    clock.milliseconds = 99;
    live.update("two", 0.5);
    clock.milliseconds = 100;
    live.update("three", 0.6);
    expect(written).toEqual([`${HIDE}${CLEAR}one`, `${CLEAR}three`]);
  });
  test("ends with the latest line, a newline and the cursor", () => {
    const { written, live } = recorded();
    live.update("one", 0);
    live.update("last", 1);
    live.end();
    live.end();
    expect(written.slice(1)).toEqual([`${CLEAR}last`, `\n${SHOW}`]);
  });
  test("does not draw the same line again at the end", () => {
    const { written, live } = recorded();
    live.update("one", 1);
    live.end();
    expect(written).toEqual([`${HIDE}${CLEAR}one`, `\n${SHOW}`]);
  });
  test("a note stays above the line", () => {
    const { written, live } = recorded();
    live.note("before");
    live.update("one", 0);
    live.note("saved");
    expect(written).toEqual(["before\n", `${HIDE}${CLEAR}one`, `${CLEAR}saved\n`, `${CLEAR}one`]);
  });
  test("a line never wraps", () => {
    const { written, live } = recorded({ ...truecolour, columns: 4 });
    live.update("12345", 0);
    expect(written[0]).toEndWith("123…");
  });
  test("a window made narrower has broken the line into rows: all of them go, and what is said stays above", () => {
    const window = { ...truecolour, columns: 12 };
    const { written, clock, live } = recorded(window);
    live.update("123456789012", 0);
    window.columns = 5;
    clock.milliseconds = 100;
    live.update("abcdefgh", 0.5);
    expect(written[1]).toBe("\r\x1b[2A\x1b[Jabcd…");
    clock.milliseconds = 200;
    live.update("next", 0.6);
    expect(written[2]).toBe(`${CLEAR}next`);
    window.columns = 2;
    live.note("saved");
    expect(written.slice(3)).toEqual(["\r\x1b[1A\x1b[Jsaved\n", `${CLEAR}n…`]);
    window.columns = 80;
    live.end();
    expect(written.slice(5)).toEqual([`\n${SHOW}`]);
  });
  test("ends without a word when nothing was shown", () => {
    const { written, live } = recorded();
    live.end();
    expect(written).toEqual([]);
  });
});

describe("nobody is watching", () => {
  test("plain lines, one every tenth of the work and the last one", () => {
    const { written, live } = recorded(ascii);
    for (let step = 1; step <= 1000; step++) live.update(`step ${step}`, step / 1000);
    live.end();
    const tenths = Array.from({ length: 10 }, (_, i) => `step ${100 * (i + 1)}\n`);
    expect(written).toEqual(["step 1\n", ...tenths]);
  });
  test("an end before the next tenth shows how far it came", () => {
    const { written, live } = recorded(ascii);
    live.update("step 1", 0.01);
    live.update("step 2", 0.02);
    live.end();
    expect(written).toEqual(["step 1\n", "step 2\n"]);
  });
  test("few steps are all shown", () => {
    const { written, live } = recorded(ascii);
    for (let step = 1; step <= 3; step++) live.update(`step ${step}`, step / 3);
    live.end();
    expect(written).toEqual(["step 1\n", "step 2\n", "step 3\n"]);
  });
  test("a note is a line", () => {
    const { written, live } = recorded(ascii);
    live.update("one", 0);
    live.note("saved");
    expect(written).toEqual(["one\n", "saved\n"]);
  });
});

test("what has ended is not updated", () => {
  const { live } = recorded();
  live.end();
  expect(() => live.update("more", 1)).toThrow("has ended");
});
