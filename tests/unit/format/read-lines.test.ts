import { expect, test } from "bun:test";
import { truncateSync, writeFileSync } from "node:fs";
import { linesOf } from "../../../src/format/read-lines.ts";
import { integerBelow, randomFrom } from "../../support/random-arrays.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { userErrorOf } from "../../support/user-error.ts";

test("whole lines of any length come back, across all borders of what is read at once", () => {
  using folder = temporaryFolder();
  const random = randomFrom(3);
  const lines = Array.from({ length: 300 }, () => "ä€x".repeat(integerBelow(random, 4000)).slice(0, 20_000));
  writeFileSync(folder.at("a"), `${lines.join("\n")}\n`);
  expect([...linesOf(folder.at("a"))]).toEqual(lines);
});

test("what follows the last newline is left out", () => {
  using folder = temporaryFolder();
  for (const [text, lines] of [
    ["", []],
    ["torn", []],
    ["\n", [""]],
    ["a\n\ntorn", ["a", ""]],
  ] as const) {
    writeFileSync(folder.at("a"), text);
    expect([...linesOf(folder.at("a"))]).toEqual([...lines]);
  }
});

test("a file of 100 GB without a newline is refused at once, by the number of the line", () => {
  using folder = temporaryFolder();
  writeFileSync(folder.at("a"), "a\nb\n");
  truncateSync(folder.at("a"), 100e9);
  expect(userErrorOf(() => [...linesOf(folder.at("a"))])).toContain("line 3 of");
  expect(userErrorOf(() => [...linesOf(folder.at("."))])).toContain("is a directory");
  expect(userErrorOf(() => [...linesOf(folder.at("absent"))])).toContain("does not exist");
});
