import { expect, test } from "bun:test";
import { beside } from "../../../src/draw/beside.ts";

const block = (name: string, width: number, height: number) =>
  Array.from({ length: height }, (_, i) => name.repeat(i === 0 ? width : 1));

test("blocks keep their widths, the lower ones are padded", () => {
  expect(beside([block("a", 3, 1), block("b", 2, 2), block("c", 4, 1)], 80)).toEqual([
    "aaa  bb  cccc",
    "     b",
  ]);
});

test("what does not fit goes into the next row", () => {
  expect(beside([block("a", 3, 1), block("b", 4, 1), block("c", 2, 1)], 9)).toEqual(["aaa  bbbb", "", "cc"]);
  expect(beside([block("a", 3, 1), block("b", 4, 1)], 8)).toEqual(["aaa", "", "bbbb"]);
});

test("a block wider than the screen stands alone", () => {
  expect(beside([block("a", 9, 1), block("b", 1, 1)], 5)).toEqual(["aaaaaaaaa", "", "b"]);
});

test("colours have no width", () => {
  expect(
    beside(
      [
        ["\x1b[31maa\x1b[0m", "a"],
        ["b", "b"],
      ],
      5,
    ),
  ).toEqual(["\x1b[31maa\x1b[0m  b", "a   b"]);
});
