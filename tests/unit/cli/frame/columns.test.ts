import { expect, test } from "bun:test";
import { alignColumns } from "../../../../src/cli/frame/columns.ts";

const rows = [
  ["name", "a text that is longer than the line"],
  ["n", "short"],
];

test("in one line each without a width", () => {
  expect(alignColumns(rows)).toEqual(["name  a text that is longer than the line", "n     short"]);
});

test("the last column goes on below itself", () => {
  expect(alignColumns(rows, 32)).toEqual([
    "name  a text that is longer than",
    "      the line",
    "n     short",
  ]);
});

test("and below the others where there is hardly room", () => {
  expect(alignColumns(rows, 26)).toEqual([
    "name",
    "    a text that is longer",
    "    than the line",
    "n     short",
  ]);
});
