import { afterAll, describe, expect, test } from "bun:test";
import { compared } from "../../docs/generate/scorers/compared.ts";
import { cellTable, latticeTable } from "../../docs/generate/scorers/ideal-tables.ts";
import { tableIn, withTable } from "../../docs/generate/scorers/marked-tables.ts";
import { scorers } from "../../src/analyse/scorer.ts";
import { openEngine } from "../../src/engine/engine.ts";
import { readDocument } from "./documents.ts";

const engine = await openEngine({ blas: "wasm" });
afterAll(() => engine.close());
const page = readDocument("docs/scorers.md");

describe("docs/scorers.md", () => {
  test.each([
    ["lattices", latticeTable],
    ["cells", cellTable],
  ] as const)("its %s are what the code gives: bun docs/generate-scorers.ts", (name, make) => {
    expect(tableIn(page, name)).toEqual([...make(engine)]);
  });

  test.each(["lattices", "cells", "noise", "detection", "networks"])("compares all scorers by %s", (name) => {
    const rows = tableIn(page, name).slice(2);
    const named = rows.map((row) => row.split("|")[1]!.trim().replaceAll("`", ""));
    expect(named).toEqual(compared.map(({ scorer }) => scorer.name));
    for (const scorer of scorers) expect(named).toContain(scorer.name);
  });

  test("stands by its advice", () => {
    const cell = (table: string, name: string, column: number) =>
      Number.parseFloat(
        tableIn(page, table)
          .find((row) => row.startsWith(`| \`${name}\` `))!
          .split("|")[column + 2]!,
      );
    for (const column of [1, 2, 3, 4]) {
      expect(cell("noise", "six-peaks", column)).toBeLessThan(3);
      expect(cell("noise", "deepmind-code", column)).toBeGreaterThan(10);
    }
    for (const name of ["six-peaks", "banino-si"]) {
      expect(cell("detection", name, 4)).toBeGreaterThan(cell("detection", "deepmind-code", 4) + 20);
    }
    expect(cell("cells", "six-peaks+elliptical", 3)).toBeGreaterThan(0.5);
    expect(cell("cells", "six-peaks", 3)).toBeLessThan(-0.5);
  });
});

test("a table that is not there is told", () => {
  expect(() => withTable("nothing", "noise", [])).toThrow("the page has no table noise");
});
