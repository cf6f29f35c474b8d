import { expect, test } from "bun:test";
import { openPlaceCells } from "../../../src/code/place-cells.ts";
import { jitteredLattice } from "../../../src/code/place-centres.ts";
import { placeSettings } from "../../../src/code/place-settings.ts";
import { defaultArena } from "../../../src/world/arena.ts";
import { memoryLimit } from "../../support/memory-limit.ts";
import { withTinyEngine } from "../../support/tiny-training.ts";
import { userErrorOf } from "../../support/user-error.ts";

test("more place cells than the memory holds are refused before there is one, saying how many would fit", () =>
  withTinyEngine(1, async (engine) => {
    using _ = memoryLimit(100 * 2 ** 20);
    const { used } = engine.memory;
    const settings = placeSettings.parse({ placeCells: 10_000_000 });
    expect(userErrorOf(() => openPlaceCells(engine, settings, defaultArena, 0))).toMatch(
      /^10000000 place cells needs 534.1 MiB of memory, \d+.\d MiB can be had: .* \| code.placeCells 1\d{6} would fit$/,
    );
    expect(engine.memory.used).toBe(used);
  }));

test("a box much higher than wide has its cells at once, in the rows that have one", () =>
  withTinyEngine(1, async (engine) => {
    const [cells, began] = [500, performance.now()];
    for (const height of [3, 700, 1e6]) {
      const { y } = jitteredLattice(engine, { ...defaultArena, width: 1, height }, cells, 1, 0);
      const rows = Math.round(Math.sqrt(cells * height));
      const start = (row: number) => Math.floor((row * cells) / rows);
      const expected = Array.from({ length: rows }, (_, row) =>
        Array<number>(start(row + 1) - start(row)).fill(((row + 0.5) / rows - 0.5) * height),
      );
      expect([...y]).toEqual(expected.flat());
    }
    jitteredLattice(engine, { ...defaultArena, width: 1, height: 9e15 }, cells, 1);
    expect(performance.now() - began).toBeLessThan(1000);
  }));
