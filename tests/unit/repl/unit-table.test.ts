import { expect, test } from "bun:test";
import { unitTable } from "../../../repl/unit-table.ts";
import { mentionedColumns } from "../../../src/session/unit-choice.ts";
import { type UnitColumn, type UnitNumbers, unitColumnNames } from "../../../src/session/unit-columns.ts";
import { noColour } from "../../support/terminals.ts";

const numbers: UnitNumbers = Object.fromEntries(unitColumnNames.map((name) => [name, [0.5]])) as Record<
  UnitColumn,
  number[]
>;
const headOf = (columns: number, wanted: readonly UnitColumn[] = []) => {
  const [, head] = unitTable([0], numbers, { ...noColour, columns }, wanted);
  return head!.trim().split(/\s{2,}/);
};

test("a narrow terminal has the most important columns, a wide one all", () => {
  expect(headOf(80)).toEqual(["unit", "grid60", "grid90", "q60", "border", "spacing m", "mean", "active %"]);
  expect(headOf(500)).toHaveLength(1 + unitColumnNames.length);
});

test("the columns of a filter are there before others", () => {
  const wanted = mentionedColumns("coherence>0.5 sort=-vectorlength");
  expect(wanted).toEqual(["coherence", "vectorLength"]);
  const head = headOf(60, wanted);
  expect(head).toContain("coherence");
  expect(head).toContain("vectorLength");
});

test("no line is longer than the terminal", () => {
  for (const columns of [20, 40, 61, 80, 100, 133, 200]) {
    for (const line of unitTable([0], numbers, { ...noColour, columns })) {
      expect(Bun.stringWidth(line)).toBeLessThanOrEqual(columns);
      expect(line).not.toContain("…");
    }
  }
});
