/** Codes of several ensembles, each mode against a plain reference. */
import { afterAll, expect, test } from "bun:test";
import { type CodedPaths, fillCodes } from "../../../src/code/fill-codes.ts";
import { cellsOf, openPathCode } from "../../../src/code/open-path-code.ts";
import { headPartOf } from "../../../src/code/path-code.ts";
import { placeSettings } from "../../../src/code/place-settings.ts";
import { openEngine } from "../../../src/engine/engine.ts";
import { fillUniform } from "../../../src/engine/random.ts";
import { defaultArena } from "../../../src/world/arena.ts";
import { sampled, voronoi } from "../../support/reference/code-modes.ts";
import { encodeHeading, headDensities } from "../../support/reference/head-code.ts";
import { encodePlace } from "../../support/reference/place-code.ts";
import { randomFloats, testRandom } from "../../support/reference/random.ts";

const engines = await Promise.all([1, 3].map((workers) => openEngine({ workers, blas: "wasm" })));
const [engine] = engines as [(typeof engines)[0]];
afterAll(() => {
  for (const each of engines) each.close();
});

const [steps, trajectories] = [3, 37];
const ensembles = {
  ...{ kind: "gaussian", placeCells: 7, width: 0.6, morePlaces: "5:0.3, 3:1.5" },
  ...{ headCells: 6, headConcentration: 2, moreHeads: "4:1" },
};
const random = testRandom(11);
const points = {
  start: randomFloats(random, trajectories * 2),
  position: randomFloats(random, steps * trajectories * 2),
  startHeading: randomFloats(random, trajectories).map((x) => 3 * x),
  headingAfter: randomFloats(random, steps * trajectories).map((x) => 3 * x),
};

function filled(settings: object, where = engine, first = 20) {
  return where.memory.scope(() => {
    const code = openPathCode(where, placeSettings.parse({ ...ensembles, ...settings }), defaultArena, 4);
    const array = (name: keyof typeof points, shape: number[]) =>
      where.memory.from("float32", points[name], name, shape);
    const paths: CodedPaths = {
      start: array("start", [trajectories, 2]),
      position: array("position", [steps, trajectories, 2]),
      startHeading: array("startHeading", [trajectories]),
      headingAfter: array("headingAfter", [steps, trajectories]),
    };
    const start = where.memory.allocate("float32", [trajectories, code.cells], "start codes");
    const targets = where.memory.allocate("float32", [steps, trajectories, code.cells], "targets");
    for (const { view } of [start, targets]) view.fill(-7);
    fillCodes(where, code, paths, { seed: 9, stream: "test", first }, { start, targets });
    const rows = (values: Float32Array) =>
      Array.from({ length: values.length / code.cells }, (_, row) => [
        ...values.subarray(row * code.cells, (row + 1) * code.cells),
      ]);
    const plain = code.parts.map((part) => ({
      ...{ name: part.name, first: part.first, cells: part.cells, weight: part.weight, loss: part.loss },
      ...(part.quantity === "place"
        ? { x: [...part.code.centresX.view], y: [...part.code.centresY.view], sigma: part.code.sigma }
        : { means: [...part.code.means.view], concentration: part.code.concentration }),
    }));
    return { start: rows(start.view), targets: rows(targets.view), plain, cells: code.cells };
  });
}

type Plain = ReturnType<typeof filled>["plain"][number];

/** Of row `row`, by the reference. */
function probabilities(part: Plain, where: "start" | "targets", row: number): number[] {
  const [places, headings] =
    where === "start" ? [points.start, points.startHeading] : [points.position, points.headingAfter];
  if ("means" in part) return encodeHeading(part.means, part.concentration, headings[row]!);
  const cells = { x: part.x, y: part.y, kind: "gaussian", sigma: part.sigma, surround: 2 } as const;
  return encodePlace(cells, places[2 * row]!, places[2 * row + 1]!);
}

function expectRows(
  found: ReturnType<typeof filled>,
  where: "start" | "targets",
  expected: (part: Plain, row: number, probabilities: number[]) => number[],
): void {
  found[where].forEach((values, row) => {
    for (const part of found.plain) {
      const wanted = expected(part, row, probabilities(part, where, row));
      values.slice(part.first, part.first + part.cells).forEach((value, i) => {
        expect(Math.abs(value - wanted[i]!)).toBeLessThan(3e-6 * Math.max(1, wanted[i]!));
      });
    }
  });
}

test("ensembles stand side by side: places, more of them, headings, more of them", () => {
  const { plain, cells } = filled({});
  expect(plain.map(({ name, first, cells }) => [name, first, cells])).toEqual([
    ["place", 0, 7],
    ["place2", 7, 5],
    ["place3", 12, 3],
    ["head", 15, 6],
    ["head2", 21, 4],
  ]);
  expect(cells).toBe(25);
  expect(cellsOf(placeSettings.parse(ensembles))).toBe(25);
  expect(plain.map((part) => ("sigma" in part ? part.sigma : part.concentration))).toEqual([
    0.6, 0.3, 1.5, 2, 1,
  ]);
  const [one, two] = plain as [Plain, Plain];
  if ("means" in one || "means" in two) throw new Error("not places");
  expect(one.x.slice(0, 3)).not.toEqual(two.x.slice(0, 3));
});

test("probabilities, at the start and after each step", () => {
  const found = filled({});
  expectRows(found, "start", (_, _row, p) => p);
  expectRows(found, "targets", (_, _row, p) => p);
});

test("the likeliest cell; starts are as targets, or soft", () => {
  const hard = filled({ targets: "voronoi" });
  expectRows(hard, "targets", (_, _row, p) => voronoi(p));
  expectRows(hard, "start", (_, _row, p) => voronoi(p));
  expectRows(filled({ targets: "voronoi", starts: "softmax" }), "start", (_, _row, p) => p);
});

test("zeros at the start, of all ensembles or of the headings alone", () => {
  expectRows(filled({ starts: "zeros" }), "start", (_, _row, p) => p.map(() => 0));
  const found = filled({ headStart: false });
  expectRows(found, "start", (part, _row, p) => ("means" in part ? p.map(() => 0) : p));
  expectRows(found, "targets", (_, _row, p) => p);
});

test("densities", () => {
  const found = filled({ targets: "normalized", ensembleLoss: "softmax", starts: "softmax" });
  expectRows(found, "targets", (part, row) => {
    if ("means" in part) return headDensities(part.means, part.concentration, points.headingAfter[row]!);
    const [x, y] = points.position.subarray(2 * row, 2 * row + 2) as unknown as [number, number];
    return part.x.map((cx, i) => Math.exp(-((x - cx) ** 2 + (y - part.y[i]!) ** 2) / (2 * part.sigma ** 2)));
  });
});

test("a cell drawn by the probabilities: by seed, stream, ensemble, trajectory and step", () => {
  const found = filled({ targets: "sample" });
  const draws = (name: string) => {
    const into = engine.memory.allocate("float64", [trajectories, steps + 1], "draws");
    const which = { seed: 9, stream: `test/code/${name}`, first: 20, items: trajectories, draws: steps + 1 };
    fillUniform(engine, which, into);
    return into.toArray();
  };
  const drawn = new Map(found.plain.map(({ name }) => [name, draws(name)]));
  expectRows(found, "start", ({ name }, row, p) => sampled(p, drawn.get(name)![row * (steps + 1)]!));
  expectRows(found, "targets", ({ name }, row, p) => {
    const [t, b] = [Math.floor(row / trajectories), row % trajectories];
    return sampled(p, drawn.get(name)![b * (steps + 1) + t + 1]!);
  });
  expect(filled({ targets: "sample" }, engines[1]!)).toEqual(found);
  expect(filled({ targets: "sample" }, engine, 21).targets).not.toEqual(found.targets);
});

test("cells are drawn as often as they are likely", () => {
  const rows = 40_000;
  const probabilities = [0.1, 0, 0.6, 0.3, 0];
  const code = engine.memory.from("float32", Array(rows).fill(probabilities).flat(), "code");
  const draws = engine.memory.allocate("float64", [rows, 1], "draws");
  fillUniform(engine, { seed: 3, stream: "test", items: rows, draws: 1 }, draws);
  engine.kernels.keepDrawn(code.pointer, rows, 5, 5, draws.pointer, 1);
  const counts = probabilities.map((_, cell) =>
    code.view.reduce((sum, value, i) => (i % 5 === cell ? sum + value : sum), 0),
  );
  counts.forEach((count, cell) => {
    const p = probabilities[cell]!;
    // Five standard deviations.
    expect(Math.abs(count - rows * p)).toBeLessThanOrEqual(5 * Math.sqrt(rows * p * (1 - p)));
  });
  // A draw on an edge belongs to the cell above; the largest draw never falls on an impossible cell.
  const edge = engine.memory.from("float32", [0.5, 0, 0.5, 0, 0.5, 0, 0.5, 0], "code");
  const at = engine.memory.from("float64", [0.5, 1 - 2 ** -53], "draws");
  engine.kernels.keepDrawn(edge.pointer, 2, 4, 4, at.pointer, 1);
  expect([...edge.view]).toEqual([0, 0, 1, 0, 0, 0, 1, 0]);
});

test("weights, losses and the ensemble by which headings are read", () => {
  const open = (settings: object) =>
    openPathCode(engine, placeSettings.parse({ ...ensembles, ...settings }), defaultArena, 4);
  const { parts } = open({ headWeight: 0.25 });
  expect(parts.map(({ weight }) => weight)).toEqual([1, 1, 1, 0.25, 0.25]);
  expect(headPartOf(open({}))!.name).toBe("head");
  expect(headPartOf(open({ headCells: 0, moreHeads: "" }))).toBeUndefined();
  const places = { headCells: 0, moreHeads: "", targets: "normalized" };
  expect(open(places).parts.map(({ loss }) => loss)).toEqual(["sigmoid", "sigmoid", "sigmoid"]);
  expect(open({ ...places, ensembleLoss: "softmax" }).parts[0].loss).toBe("softmax");
  expect(open({ targets: "sample" }).parts[0].loss).toBe("softmax");
});
