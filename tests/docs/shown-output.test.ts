import { expect, test } from "bun:test";
import { parseShellLine } from "./shell-line.ts";
import { difference } from "./shown-output.ts";
import { renewedLines } from "./update-shown.ts";

const written = ["decode error  6.66 cm  (floor 3.09)", "active 256 of 256", "", "the end"];

test("numbers may differ in their last digit, counts and words may not", () => {
  expect(difference(written, written)).toBeUndefined();
  expect(difference(["decode error  6.68 cm  (floor 3.08)", "…"], written)).toBeUndefined();
  expect(difference(["decode error  6.69 cm  (floor 3.09)", "…"], written)).toContain("6.69");
  expect(difference(["decode error  7.66 cm  (floor 3.09)", "…"], written)).toContain("7.66");
  expect(difference(["…", "active 255 of 256", "…"], written)).toContain("255");
  expect(difference(["decode error  6.66 m  (floor 3.09)", "…"], written)).toContain(" m ");
});

test("an ellipsis stands for any lines, and nothing else for none", () => {
  expect(difference(["…", "the end"], written)).toBeUndefined();
  expect(difference(written.slice(0, 3), written)).toBe("not shown: the end");
  expect(difference([...written, "more"], written)).toContain("nothing more");
});

test("new output takes the place of as much as was shown", () => {
  const renewed = ["decode error  3.10 cm  (floor 2.98)", "active 255 of 256", "", "the end"];
  expect(renewedLines(written, renewed)).toEqual(renewed);
  expect(renewedLines(["…", "active 256 of 256", "…"], renewed)).toEqual(["…", "active 255 of 256", "…"]);
  expect(() => renewedLines(["…", "passive 256 of 256"], renewed)).toThrow("no line is like");
});

test("a line of the shell is split into words, and what is not understood is refused", () => {
  const line = `bun run bench --only "product nn" > out.txt # words`;
  expect(parseShellLine(line)).toEqual({
    words: ["bun", "run", "bench", "--only", "product nn"],
    into: "out.txt",
  });
  expect(parseShellLine("# only a comment")).toBeUndefined();
  expect(parseShellLine("")).toBeUndefined();
  for (const beyond of ["a | b", "a && b", "a $HOME", "a `b`", "a > b c"]) {
    expect(() => parseShellLine(beyond)).toThrow();
  }
});
