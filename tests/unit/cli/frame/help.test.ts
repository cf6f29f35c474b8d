import { describe, expect, test } from "bun:test";
import { wrap, wrapCommand } from "../../../../src/cli/frame/lines.ts";
import { commands } from "../../../../src/commands.ts";
import { capture } from "../../../support/capture.ts";

describe("help fits 80 columns", () => {
  for (const argv of [["--help"], ...commands.map(({ name }) => [name, "--help"])]) {
    test(argv.join(" "), async () => {
      const { code, stdout } = await capture(argv);
      expect(code).toBe(0);
      for (const line of stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
    });
  }
});

test("words are kept whole, and none is lost", () => {
  const text = "one two three four five six seven";
  expect(wrap(text, 9)).toEqual(["one two", "three", "four five", "six seven"]);
  expect(wrap("a extraordinarily b", 5)).toEqual(["a", "extraordinarily", "b"]);
  expect(wrap("a\nb", 9)).toEqual(["a", "b"]);
});

test("a long command stays one command", () => {
  expect(wrapCommand("run --one 1 --two 2 --three 3", 20)).toEqual([
    "run --one 1 \\",
    "    --two 2 \\",
    "    --three 3",
  ]);
});
