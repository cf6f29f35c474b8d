import { describe, expect, test } from "bun:test";
import type { Picture } from "../../../../src/cli/commands/figure/picture.ts";
import { lagPictures, lagSummaryPicture } from "../../../../src/cli/commands/lags/lag-pictures.ts";
import type { LagResults } from "../../../../src/cli/commands/lags/lag-results.ts";
import { colourMap } from "../../../../src/draw/colour-map.ts";
import { boxOf } from "../../../../src/draw/figure/box-plot.ts";
import { averagedRows, evenColumns, lagEdges, moments } from "../../../../src/draw/figure/lag-axis.ts";
import type { Scene, Shape } from "../../../../src/draw/figure/scene.ts";
import { svgText } from "../../../../src/draw/figure/svg-text.ts";
import { lagResults } from "../../../support/lag-results.ts";
import { extentOf, overlaps, textsOf } from "../../../support/scene-places.ts";

const band = (value: number) => Float64Array.from({ length: 9 }, () => value);
const controls = [
  { label: "untrained network", count: 4 },
  { label: "circular shifts", count: 1.25 },
];
const beside = lagResults(60);
const results = {
  "60 units": lagResults(60),
  "60 units beside nulls": lagResults(60, {
    control: { label: "untrained network, as many units", bestCm: beside.bestCm },
    classes: beside.classes.map((one) => ({
      ...{ ...one, controls },
      null: { label: "mean to 95th percentile of 64 circular shifts", mean: band(0.1), high: band(0.3) },
    })),
  }),
  "one unit": lagResults(1),
  "900 units": lagResults(900),
  "no members": lagResults(8, {
    classes: beside.classes.map(({ name }) => ({ name, units: [] })),
  }),
};

const wave = (side: number) => ({
  ...{ rows: side, columns: side },
  values: Float64Array.from({ length: side * side }, (_, i) => Math.sin(i)),
});
const arena = { width: 2.2, height: 1.1 };
const maps: LagResults["maps"] = {
  arena,
  rateMap: () => wave(5),
  pair: (unit) =>
    unit === 3
      ? undefined
      : { unit, score: 0.5, rateMap: wave(5), autocorrelogram: wave(9), arena, ring: [0.2, 0.4] },
};
const withMaps = (given: LagResults): LagResults => ({
  ...{ ...given, maps, explainedVariance: given.scores },
  lowGrid: { threshold: 0.2, units: given.classes[3]!.units },
  unitNull: () => ({
    label: "mean to 95th percentile of 64 circular shifts",
    mean: band(0.1),
    high: band(0.3),
  }),
});
const allOf = (given: LagResults): ReadonlyMap<string, Picture> =>
  new Map([...lagPictures(withMaps(given), "viridis"), ["summary", lagSummaryPicture(given)]]);

const drawn = (name: keyof typeof results, file: string, width?: number): Scene => {
  const picture = allOf(results[name]).get(file);
  if (picture?.kind !== "scene") throw new Error(`no picture ${file}`);
  return picture.draw(picture.heading, width);
};
const texts = (scene: Scene): string[] => textsOf(scene.shapes).map(({ text }) => text);
const files = [...allOf(results["60 units"]).keys()];

describe.each(files)("%s", (file) => {
  describe.each(Object.keys(results) as (keyof typeof results)[])("of %s", (name) => {
    test.each([undefined, 340, 413, 875])("has no texts on each other in %p pixels", (width) => {
      if (!allOf(results[name]).has(file)) return expect(results[name].classes[3]!.units).toHaveLength(0);
      const scene = drawn(name, file, width);
      expect(overlaps(scene.shapes)).toEqual([]);
      const [right, bottom] = extentOf(scene.shapes);
      expect(right).toBeLessThanOrEqual(scene.width + 0.5);
      expect(bottom).toBeLessThanOrEqual(scene.height);
      if (width) expect(Math.abs(scene.width - width)).toBeLessThanOrEqual(0.5);
      expect(svgText(scene)).not.toContain("NaN");
    });
  });

  test("says by which rule", () => {
    expect(texts(drawn("60 units", file)).join(" ")).toContain(
      "Rule by hand. Shifts are time steps of 2.50 cm on average.",
    );
  });
});

describe("scores without and with a shift", () => {
  test("have a mark for each class and what the same rule gives elsewhere", () => {
    const said = texts(drawn("60 units beside nulls", "gridness_zero_vs_shift", 875));
    expect(said).toEqual(
      expect.arrayContaining(["predictive: 14 units", "unclassified: 0 units", "low-grid threshold 0.20"]),
    );
    expect(said.join(" ")).toContain("untrained network 4 predictive, 4 phase-precession");
    expect(said.join(" ")).toContain("circular shifts 1.3 predictive");
    expect(said.join(" ")).toContain("8 units without a score not drawn.");
  });

  test("leave out what no correlations give, and say so", () => {
    const odd = lagResults(20);
    const shiftedScores = Float64Array.from(odd.shiftedScores);
    shiftedScores[0] = 6.8;
    const picture = lagPictures({ ...odd, shiftedScores }, "viridis").get("gridness_zero_vs_shift");
    if (picture?.kind !== "scene") throw new Error("no picture");
    expect(texts(picture.draw(picture.heading, 900)).join(" ")).toContain("1 unit with a score beyond ±2");
  });
});

test("heat maps and curves of a class begin and end at the same pixels", () => {
  const areas: [x: number, width: number][] = [];
  const look = (shapes: readonly Shape[], x: number): void => {
    for (const shape of shapes) {
      if (shape.kind !== "group") continue;
      if (shape.clip) areas.push([x + shape.x, shape.clip.width]);
      look(shape.shapes, x + shape.x);
    }
  };
  look(drawn("60 units", "predictive_classes", 875).shapes, 0);
  expect(areas).toHaveLength(6);
  for (const i of [0, 2, 4]) {
    expect(areas[i]![0]).toBeCloseTo(areas[i + 1]![0], 6);
    expect(areas[i]![1]).toBeCloseTo(areas[i + 1]![1], 6);
  }
});

test("a class without units is drawn empty", () => {
  const said = texts(drawn("no members", "predictive_classes"));
  expect(said.filter((text) => text === "no unit in this class")).toHaveLength(6);
});

test("units at the first or last lag are told apart", () => {
  const svg = svgText(drawn("60 units", "preferred_shift_distribution"));
  // The key, and both ends of all units, and one of predictive and of retrospective ones.
  expect(svg.match(/<rect [^>]*fill="#cc79a7"/g)).toHaveLength(1 + 2 + 1 + 1);
});

test("the files have the published names, and those of maps are there only where there are maps", () => {
  expect([...allOf(results["60 units"]).keys()]).toEqual([
    "gridness_zero_vs_shift",
    "predictive_classes",
    "preferred_shift_distribution",
    "predictive_gridness_per_cell",
    "predictive_gridness_heatmap",
    "evaluation_results",
    "low_grid_ratemaps_lt_0.20",
    "summary",
  ]);
  expect([...lagPictures(results["60 units"], "viridis").keys()]).toHaveLength(5);
  expect(allOf(results["no members"]).has("low_grid_ratemaps_lt_0.20")).toBe(false);
});

test("the best units are shown by falling score, each with its curve, its other measure and its null", () => {
  const said = texts(drawn("60 units", "predictive_gridness_per_cell", 875));
  expect(said.filter((text) => /^unit \d/.test(text)).slice(0, 4)).toEqual([
    "unit 0",
    "unit 1",
    "unit 2",
    "unit 3",
  ]);
  expect(said).toContain("explained variance, lowest to highest of each unit");
  expect(said).toContain("mean to 95th percentile of 64 circular shifts");
  const pairs = texts(drawn("60 units", "evaluation_results", 875));
  // Unit 3 has no autocorrelogram.
  expect(pairs).toContain("#2");
  expect(pairs).not.toContain("#3");
});

test("a summary counts, beside what the same rule gives elsewhere, and says which class is empty", () => {
  const said = texts(drawn("60 units beside nulls", "summary"));
  expect(said).toEqual(
    expect.arrayContaining(["predictive: 14", "untrained network: 4", "circular shifts: 1.3", "mean"]),
  );
  expect(texts(drawn("no members", "summary")).filter((text) => text === "no unit")).toHaveLength(4);
});

test("a box has quartiles, whiskers, and what lies beyond", () => {
  const box = boxOf([1, 2, 3, 4, 5, Number.NaN, 20]);
  expect(box).toEqual({ quartiles: [2.25, 3.5, 4.75], whiskers: [1, 5], beyond: [20], mean: 35 / 6 });
  expect(boxOf([Number.NaN])).toBeUndefined();
});

describe("the axis of lags", () => {
  test("reaches half a bin beyond the outermost lags", () => {
    expect(lagEdges([-2, 0, 2])).toEqual([-3, -1, 1, 3]);
    expect(lagEdges([-2, 0, 1])).toEqual([-3, -1, 0.5, 1.5]);
    expect(lagEdges([3])).toEqual([2.5, 3.5]);
    expect(() => lagEdges([])).toThrow("no lags");
    expect(() => lagEdges([1, 1])).toThrow("rise");
  });

  test("gives uneven lags the widths that they have", () => {
    const { values, columns } = evenColumns([-2, 0, 1], [Float64Array.of(1, 2, 3)]);
    // Edges -3, -1, 0.5, 1.5: of 4.5 cm in columns of a quarter of 1 cm.
    expect(columns).toBe(18);
    expect([1, 2, 3].map((value) => Array.from(values).filter((one) => one === value).length)).toEqual([
      8, 6, 4,
    ]);
  });

  test("averages rows where there are more than pixels", () => {
    const rows = [1, 3, 5].map((value) => Float64Array.of(value, Number.NaN));
    rows[0]![1] = 7;
    const { rows: few, together } = averagedRows(rows, 2);
    expect(together).toBe(2);
    expect(few.map((row) => [...row])).toEqual([
      [2, 7],
      [5, Number.NaN],
    ]);
  });
});

test("a mean has its standard error, one value has none", () => {
  expect(moments([1, 2, Number.NaN, 3])).toEqual({ mean: 2, error: Math.sqrt(1 / 3) });
  expect(moments([4])).toEqual({ mean: 4, error: Number.NaN });
});

test("the map of shifts is grey in the middle and as red as it is blue", () => {
  const at = (share: number) => [...colourMap("coolwarm")(share)];
  const [low, middle, high] = [at(0), at(0.5), at(1)];
  expect([low, middle, high]).toEqual([
    [59, 76, 192],
    [221, 220, 219],
    [180, 4, 38],
  ]);
});
