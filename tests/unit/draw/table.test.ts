import { describe, expect, test } from "bun:test";
import { table } from "../../../src/draw/table.ts";
import { expectDrawable } from "../../support/line-rules.ts";
import { ascii, everyTerminal, nameOf, noColour } from "../../support/terminals.ts";

const columns = [
  { title: "unit", align: "right" },
  { title: "grid60", align: "right" },
  { title: "spacing", align: "right" },
  { title: "remark" },
] as const;
const rows = [
  [
    137,
    1.2134,
    "0.32 m",
    "hexagonal, with fields along the whole of the western wall and none in the middle",
  ],
  [12, 0.5, "0.41 m", "band"],
  [5, Number.NaN, "", "silent"],
];

test("alignment, rules and numbers", () => {
  expect(
    table(
      columns.slice(0, 3),
      rows.map((row) => row.slice(0, 3)),
      ascii,
    ),
  ).toEqual([
    "-----------------------",
    " unit  grid60  spacing",
    "-----------------------",
    "  137   1.213   0.32 m",
    "   12  0.5000   0.41 m",
    "    5     NaN",
    "-----------------------",
  ]);
});

test("box characters where there is Unicode", () => {
  expect(table([{ title: "a" }], [["b"]], noColour)).toEqual(["───", " a", "───", " b", "───"]);
});

test("the widest column is cut, no other", () => {
  const lines = table(columns, rows, { ...noColour, columns: 50 });
  expect(lines[3]).toBe("  137   1.213   0.32 m  hexagonal, with fields a…");
  expect(Bun.stringWidth(lines[0]!)).toBe(50);
});

test("what names bring along of sequences and lines is shown", () => {
  const lines = table([{ title: "a\n" }, { title: "b" }], [["\x1b[31mred\x1b[0m\nerror:", "x"]], noColour);
  expect(lines[1]).toContain("a\\n");
  expect(lines[3]).toBe(" \\x1b[31mred\\x1b[0m\\nerror:  x");
});

test("a head without rows", () => {
  expect(table([{ title: "unit" }], [], ascii)).toEqual(["------", " unit", "------"]);
});

test("a row of the wrong length throws", () => {
  expect(() => table(columns, [[1, 2]], ascii)).toThrow("row 0 has 2 of 4 columns");
});

describe.each(everyTerminal.map((terminal) => [nameOf(terminal), terminal] as const))("%s", (_, terminal) => {
  test("units", () => {
    const lines = table(columns, rows, terminal);
    expectDrawable(lines, terminal);
    if (terminal.colour === "none") expect(lines.join("\n")).toMatchSnapshot();
  });
  test("too little room breaks nothing", () => {
    for (const width of [1, 10, 20]) {
      expectDrawable(table(columns, rows, { ...terminal, columns: width }), { ...terminal, columns: width });
    }
  });
});

describe("columns that may go", () => {
  const wide = [
    { title: "unit", align: "right" },
    { title: "amplitude", align: "right", dropped: 2 },
    { title: "score", align: "right" },
    { title: "direction", align: "right", dropped: 1 },
  ] as const;
  const row = [[7, "12345.6789", "0.123456", "170"]];
  const heads = (columns: number) =>
    table(wide, row, { ...ascii, columns })[1]!
      .trim()
      .split(/ +/);
  test("stay where there is room", () => {
    expect(heads(40)).toEqual(["unit", "amplitude", "score", "direction"]);
  });
  test("go in their order, before any number is cut", () => {
    expect(heads(30)).toEqual(["unit", "score", "direction"]);
    expect(heads(20)).toEqual(["unit", "score"]);
    expect(table(wide, row, { ...ascii, columns: 20 })[3]).toBe("    7  0.123456");
  });
});
