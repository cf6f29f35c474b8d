import { afterAll, describe, expect, test } from "bun:test";
import type { LagOptions } from "../../../../../src/analyse/lags/lag-sweep.ts";
import { sweepLags } from "../../../../../src/analyse/lags/sweep-lags.ts";
import { findScorer } from "../../../../../src/analyse/scorer.ts";
import { type CellWishes, laggedCells } from "../../../../../src/cli/commands/lags/lagged-cells.ts";
import { openEngine } from "../../../../../src/engine/engine.ts";
import { arraySource } from "../../../../support/array-source.ts";
import { someWalks } from "../../../../support/some-walks.ts";
import { awaitedUserErrorOf } from "../../../../support/user-error.ts";

const engine = await openEngine({ workers: 1, blas: "wasm" });
afterAll(() => engine.close());

const walks = someWalks();
const { trajectories, steps } = walks;
const bins = 4;
const options: LagOptions = {
  ...{ seed: 0, trajectories, steps, bins, lags: [-2, -1, 0, 1, 2], axis: "time", samples: "equal" },
  scorer: findScorer("nan-aware"),
};
const cells = (wishes: CellWishes) => laggedCells(engine, arraySource(engine, walks), options, wishes);

describe("units over lags", () => {
  test("come in the wished order with the maps and curves of the sweep", async () => {
    const sweep = await sweepLags(engine, arraySource(engine, walks), { ...options, keepMaps: true });
    const step = sweep.cmPerStep;
    const found = await cells({ cells: [2, 0], shiftsCm: [0.9 * step, 2.2 * step] });
    expect(found.map(({ unit }) => unit)).toEqual([2, 0]);
    expect(found[0]!.maps.map(({ name }) => name)).toEqual([
      "no shift",
      ...[1, 2].map((lag) => `+${(lag * step).toFixed(1)} cm`),
    ]);
    const { units, maps, hexagonal, explainedVariance } = sweep;
    found.forEach(({ unit, maps: drawn, curves }) => {
      drawn.forEach(({ rateMap, score }, i) => {
        const at = (2 + i) * units + unit;
        expect([...Array.from(rateMap.values)]).toEqual([
          ...maps!.slice(at * bins * bins, (at + 1) * bins * bins),
        ]);
        expect(score).toEqual(hexagonal[at]!);
      });
      const column = (values: Float64Array) => [0, 1, 2, 3, 4].map((lag) => values[lag * units + unit]!);
      expect(curves.map(({ values }) => Array.from(values))).toEqual([
        column(hexagonal),
        column(explainedVariance),
      ]);
    });
  });

  test("say where each measure is highest, and whether the lags end there", async () => {
    const [one] = await cells({ cells: [1], shiftsCm: [] });
    expect(one!.maps).toHaveLength(1);
    expect(one!.words).toHaveLength(2);
    expect(one!.words[1]).toMatch(
      /^Explained variance highest at (no shift|[+−]\d+\.\d cm)(, where the lags end)?\.$/,
    );
  });

  test("show the usual shifts as far as the lags go, and refuse wished ones beyond", async () => {
    const { cmPerStep } = await sweepLags(engine, arraySource(engine, walks), options);
    const [one] = await cells({ cells: [1] });
    expect(one!.maps).toHaveLength(1 + [5, 10, 15, 20].filter((shift) => shift <= 2.5 * cmPerStep).length);
    const message = await awaitedUserErrorOf(() => cells({ cells: [1], shiftsCm: [1000] }));
    expect(message).toContain("there is no shift of 1000 cm");
  });
});
