/** A network in another world than it was trained in: what is changed is named, and everything else stays. */
import { afterAll, describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { reachableBins } from "../../../src/analyse/reachable-bins.ts";
import { findScorer } from "../../../src/analyse/scorer.ts";
import { decodeFloorCm } from "../../../src/code/place-floors.ts";
import { openEngine } from "../../../src/engine/engine.ts";
import { Analysis } from "../../../src/session/analysis.ts";
import { readSubject, type SubjectChoice } from "../../../src/session/subject.ts";
import type { ActivitySource, Condition } from "../../../src/tasks/activity-source.ts";
import { chanceCm } from "../../../src/world/arena.ts";
import { temporaryDirectory } from "../../support/temporary.ts";
import { trainTinyRun } from "../../support/tiny-run.ts";
import { userErrorOf } from "../../support/user-error.ts";

const engine = await openEngine({ workers: 1, blas: "wasm" });
afterAll(() => engine.close());

const quick = (choice: SubjectChoice = {}) =>
  readSubject(join(temporaryDirectory(), "quick"), "quick", choice);
const steered = (...worldSet: string[]) => quick({ worldSet }).open(engine);
const textsOf = ({ conditions }: { readonly conditions: readonly Condition[] }) =>
  conditions.map(({ text }) => text);

interface Walked {
  readonly position: Float32Array;
  readonly start: Float32Array;
  readonly activities: Float32Array;
}

function walked(source: ActivitySource): Walked {
  const request = { seed: 3, trajectories: 20, steps: 30 };
  let found: Walked | undefined;
  source.read(request, { first: 0, trajectories: 20 }, ({ position, start, activities, samples }) => {
    found = {
      position: position.view.slice(),
      start: start!.view.slice(),
      activities: engine.memory.floats(activities, samples * source.units).slice(),
    };
  });
  return found!;
}

const farthest = ({ position }: Walked): number => position.reduce((far, x) => Math.max(far, Math.abs(x)), 0);

describe("what is changed", () => {
  test("is named with what it was in training, in the order of the settings", () => {
    const { conditions } = steered("turnSigmaScale=0.6", "world.speedScale=1.4");
    expect(conditions).toEqual([
      { name: "speedScale", value: 1.4, text: "speedScale = 1.4, trained with 1" },
      { name: "turnSigmaScale", value: 0.6, text: "turnSigmaScale = 0.6, trained with 1" },
    ]);
  });

  test("is nothing where a setting is what it was, and the last word of a key counts", () => {
    expect(steered("speedScale=1").conditions).toEqual([]);
    expect(quick().open(engine).conditions).toEqual([]);
    expect(textsOf(steered("speedMax=1", "speedMax=2"))).toEqual(["speedMax = 2, trained with none"]);
  });

  test("moves the paths, and the settings of the network stay", () => {
    const subject = quick({ worldSet: ["speedScale=2"] });
    const [plain, fast] = [walked(quick().open(engine)), walked(subject.open(engine))];
    const way = ({ position, start }: Walked) =>
      Math.hypot(position[0]! - start[0]!, position[1]! - start[1]!);
    expect(way(fast) / way(plain)).toBeCloseTo(2, 4);
    expect(subject.saved!.config).toEqual(quick().saved!.config);
    expect(subject.open(engine).fastSpeed).toBeCloseTo(2 * quick().open(engine).fastSpeed);
  });

  test("is the same world for the untrained network", () => {
    const choice = { worldSet: ["speedScale=2"] };
    const [before, after] = [{ ...choice, untrained: true }, choice].map((one) => quick(one).open(engine));
    expect(textsOf(before!)).toEqual(textsOf(after!));
    expect(walked(before!).position).toEqual(walked(after!).position);
    expect(walked(before!).activities).not.toEqual(walked(after!).activities);
  });
});

describe("another box", () => {
  test("has its own floor and chance, with the place cells where they were", () => {
    const [plain, wide] = [quick().open(engine), steered("boxWidth=3", "boxHeight=2.5")];
    const { code, topK } = plain.places!;
    expect([...wide.places!.code.centresX.view]).toEqual([...code.centresX.view]);
    const box = { width: 3, height: 2.5, periodic: false };
    expect(wide.arena).toEqual(box);
    const { floor, chance } = wide.levels(5).decodeErrorCm!;
    expect(chance).toBe(chanceCm(box));
    expect(floor).toBe(decodeFloorCm(engine, { ...code, arena: box }, { seed: 5 }, topK));
    expect(floor).toBeGreaterThan(2 * plain.levels(5).decodeErrorCm!.floor);
    expect(farthest(walked(wide))).toBeGreaterThan(1.1);
  });

  test("may be smaller than the place cells need", () => {
    const small = steered("boxWidth=1", "boxHeight=1");
    expect(farthest(walked(small))).toBeLessThanOrEqual(0.5);
    expect(small.levels(0).decodeErrorCm!.chance).toBeCloseTo(
      chanceCm({ width: 1, height: 1, periodic: false }),
    );
  });

  test("without walls measures along the short way", () => {
    const torus = steered("periodic=true");
    const { code } = torus.places!;
    expect(code.arena).toEqual({ width: 2.2, height: 2.2, periodic: true });
    const { floor } = torus.levels(0).decodeErrorCm!;
    expect(floor).toBeLessThan(10);
    expect(floor).toBe(decodeFloorCm(engine, code, { seed: 0 }, torus.places!.topK));
  });

  test("without walls, and smaller than the place cells need, is refused", () => {
    expect(userErrorOf(() => steered("periodic=true", "boxWidth=1.5"))).toMatch(
      /^place cell \d+ lies at x -?[\d.]+ m, outside a periodic box of 1.5 x 2.2 m \| make the box at least 2\.\d+ m wide, or give it walls$/,
    );
    // Without the seam it does not matter.
    expect(steered("boxWidth=1.5").arena.width).toBe(1.5);
  });
});

describe("a round box", () => {
  const look = {
    request: { seed: 3, trajectories: 100, steps: 50 },
    bins: 10,
    scorer: findScorer("nan-aware"),
  };

  test("has no bins outside of it, in maps or in their noise, and no straight walls", async () => {
    const source = steered("shape=circle");
    const analysis = new Analysis(engine, source, null);
    const { rates } = await analysis.observation(look);
    const map = [...rates.rateMap.subarray(0, 100)];
    // A corner of 10 x 10: three bins of the first row, one of the second and one of the third.
    const corner = [0, 1, 2, 10, 20];
    expect(corner.map((bin) => map[bin])).toEqual(corner.map(() => Number.NaN));
    expect([3, 11, 30].filter((bin) => Number.isNaN(map[bin]))).toEqual([]);
    expect(reachableBins(rates, source).filter(Boolean)).toHaveLength(80);
    expect((await analysis.borders(look)).every(({ score }) => Number.isNaN(score))).toBe(true);
    expect((await analysis.measures(look)).borderRatio.every(Number.isNaN)).toBe(true);
  });

  test("has its own chance, and rats that stay in it", () => {
    const source = steered("shape=circle");
    const { position } = walked(source);
    for (let i = 0; i < position.length; i += 2) {
      expect(Math.hypot(position[i]!, position[i + 1]!)).toBeLessThanOrEqual(1.1);
    }
    expect(source.levels(0).decodeErrorCm!.chance).toBeCloseTo(220 / 3, 10);
    expect(textsOf(source)).toEqual(["shape = circle, trained with rectangle"]);
  });

  test("has no published paths", () => {
    const request = { seed: 0, trajectories: 10, steps: 5, publishedBatch: 10 };
    const walk = () => steered("shape=circle").walk(request, { first: 0, trajectories: 10 }, () => {});
    expect(userErrorOf(walk)).toStartWith("the published trajectories know no round box | ");
  });
});

test("a finer simulation moves the paths, not the time step", () => {
  const [plain, fine] = [quick().open(engine), steered("simulationDt=0.004")];
  expect(fine.dt).toBe(plain.dt);
  expect(walked(fine).position).not.toEqual(walked(plain).position);
});

describe("what cannot be", () => {
  test.each([
    [
      ["speedscale=1.4"],
      "there is no setting world.speedscale (--world-set) | did you mean world.speedScale? allowed in world: kind",
    ],
    [["speedScale=-1"], 'world.speedScale (--world-set) is "-1" | it must be'],
    [
      ["boxWidth=0.05"],
      'world.boxWidth (--world-set) is "0.05" | it must be a number above 0.06, twice world.borderRegion',
    ],
    [
      ["shape=circle", "boxWidth=3"],
      'world.boxHeight (SAVED) is "2.2" | it must be 3, world.boxWidth, when world.shape is circle',
    ],
    [
      ["shape=circle", "periodic=true"],
      'world.shape (--world-set) is "circle" | it must be rectangle when world.periodic is true',
    ],
    [
      ["simulationDt=0.03"],
      'world.simulationDt (--world-set) is "0.03" | it must be a number from 0.00002 to 0.02, world.dt, or null',
    ],
    [
      ["speedScale"],
      "--world-set speedScale is not key=value | write for example: --world-set speedScale=1.4",
    ],
    [["seed=3"], "there is no setting world.seed (--world-set) | "],
  ])("%o is refused in a line", (worldSet, line) => {
    expect(userErrorOf(() => quick({ worldSet })).replace(/\(\/.*?\)/, "(SAVED)")).toStartWith(line);
  });

  test("a file of activity has only its own world", () => {
    const open = () => readSubject("/rats/one.npz", "one.npz", { worldSet: ["speedScale=2"] });
    expect(userErrorOf(open)).toBe(
      "/rats/one.npz is a file of activity: --world-set is for networks | leave out --world-set",
    );
    expect(readSubject("/rats/one.npz", "one.npz", { worldSet: [] }).saved).toBeUndefined();
  });
});

test("a run of a periodic box stays what it is", async () => {
  const { path } = await trainTinyRun(2, ["--set", "world.periodic=true"]);
  const config = readFileSync(join(path, "config.yaml"), "utf8");
  const source = readSubject(path, "run", { worldSet: ["periodic=false"] }).open(engine);
  expect(textsOf(source)).toEqual(["periodic = false, trained with true"]);
  expect(source.arena.periodic).toBe(false);
  expect(readFileSync(join(path, "config.yaml"), "utf8")).toBe(config);
});
