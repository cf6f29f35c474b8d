import { expect, test } from "bun:test";
import type { GridScores } from "../../../src/analyse/grid-score.ts";
import { unitMeasures } from "../../../src/cli/commands/report/measures.ts";
import { embedGallery } from "../../../src/draw/report/gallery.ts";
import { showMeasure, unpackUnits } from "../../../src/draw/report/page/units.ts";
import { mainColumns, type UnitColumn, unitColumnNames } from "../../../src/session/unit-columns.ts";

const box = { width: 2, height: 2 };
const nan = Number.NaN;
/** Two units; the second is signed, and has neither information nor coherence. */
const numbers: Record<UnitColumn, ArrayLike<number>> = {
  ...(Object.fromEntries(unitColumnNames.map((name) => [name, [1.25, 0.5]])) as Record<UnitColumn, number[]>),
  ...{ information: [1.25, nan], coherence: [2, nan], signed: [0, 1] },
};
const scores: GridScores = {
  ...{ scorer: "nan-aware", bins: 2, rings: [], grid60: new Float64Array(2), grid90: new Float64Array(2) },
  ...{ ring60: [null, null], ring90: [null, null] },
};
const measures = unitMeasures(numbers, scores, box);
const units = unpackUnits(
  embedGallery({
    ...{ rows: 2, columns: 2, maps: Float64Array.of(0, 1, 2, 3, 0, -1, 2, 3), rule: "excluded" },
    ...{ box, rings: [null, null], measures },
  }),
);
const shown = (unit: number, key: string) =>
  showMeasure(unit, units.measures.find((one) => one.key === key)!);

test("the page says why a signed unit has no number, and has a dash where it does not know", () => {
  expect(shown(0, "information")).toBe("1.25 bits");
  expect(shown(1, "information")).toBe("undefined: signed");
  expect(shown(1, "coherence")).toBe("–");
  expect(shown(1, "selectivity")).toBe("undefined: signed");
});

test("cards show the main columns, every column can be filtered by", () => {
  expect(units.measures.slice(1).map(({ key }) => key)).toEqual([...unitColumnNames]);
  const main = units.measures.filter((one) => one.main).map(({ key }) => key);
  expect(main.toSorted()).toEqual([...mainColumns].toSorted());
  expect(shown(0, "informationRate")).toBe("1.25");
  expect(shown(1, "signed")).toBe("1");
});
