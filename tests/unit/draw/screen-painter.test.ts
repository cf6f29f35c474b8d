import { expect, test } from "bun:test";
import { ScreenPainter } from "../../../src/draw/screen-painter.ts";

function open() {
  let written = "";
  const painter = new ScreenPainter((text) => {
    written += text;
  });
  return (lines: string[], columns = 10, rows = 4) => {
    written = "";
    painter.draw(lines, columns, rows);
    return written;
  };
}

const update = (text: string) => `\x1b[?2026h${text}\x1b[?2026l`;

test("all lines are drawn once, then only those that changed", () => {
  const draw = open();
  expect(draw(["one", "two"])).toBe(update("\x1b[1;1Hone\x1b[0K\x1b[2;1Htwo\x1b[0K\x1b[3;1H\x1b[0J"));
  expect(draw(["one", "two"])).toBe("");
  expect(draw(["one", "2"])).toBe(update("\x1b[2;1H2\x1b[0K"));
});

test("what stood below a picture that got shorter is cleared", () => {
  const draw = open();
  draw(["one", "two", "three"]);
  expect(draw(["one"])).toBe(update("\x1b[2;1H\x1b[0J"));
});

test("a window of another size is drawn anew", () => {
  const draw = open();
  draw(["one"]);
  expect(draw(["one"], 20)).toContain("one");
});

test("a line as wide as the screen is not cut by clearing behind it", () => {
  expect(open()(["0123456789"], 10, 1)).toBe(update("\x1b[1;1H0123456789"));
});

test("more lines than the screen has are refused", () => {
  expect(() => open()(["1", "2", "3", "4", "5"])).toThrow("5 lines on a screen of 4");
});
