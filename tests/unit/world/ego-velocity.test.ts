/** Speeds and turns, and the path that they add up to. */
import { describe, expect, test } from "bun:test";
import { openEngine } from "../../../src/engine/engine.ts";
import { type Arena, defaultArena } from "../../../src/world/arena.ts";
import { egoVelocities } from "../../../src/world/ego-velocity.ts";
import { defaultMotion, type Motion } from "../../../src/world/motion.ts";
import { PathDeviations, type ToldPath } from "../../../src/world/path-deviation.ts";
import { type EgoForm, egoForms, rebuildPath, usualForm } from "../../../src/world/rebuilt-path.ts";
import { allocateTrajectories, simulateTrajectories } from "../../../src/world/trajectory.ts";

const engine = await openEngine({ workers: 1, blas: "wasm" });
/** Of the paper's table: 15 s, and a turn for each 0.15 s. */
const paper: Motion = {
  ...defaultMotion,
  ...{ dt: 0.15, simulationDt: 0.02, speedRayleigh: 0.1302, turnSigma: 5.7617, turnMean: -0.0005236 },
};
const steps = 100;
const rats = 5;

/** Each rat of a batch by itself. */
function told(
  form: EgoForm,
  precision: "float32" | "float64",
  arena: Arena = defaultArena,
  motion: Motion = paper,
): ToldPath[] {
  const batch = allocateTrajectories(engine, steps + 1, rats, precision);
  simulateTrajectories(engine, { seed: 2, stream: "ego", first: 0 }, batch, arena, motion);
  const size = 3 * steps * rats;
  const ego = precision === "float32" ? new Float32Array(size) : new Float64Array(size);
  const [velocity, headings] = [batch.velocity.view, batch.heading.view];
  const heading = headings.subarray(0, steps * rats);
  const headingAfter = headings.subarray(rats);
  const scale = form.unit === "metresPerStep" ? motion.dt : 1;
  egoVelocities({ velocity, heading, headingAfter }, form.order, scale, ego);
  const of = (values: ArrayLike<number>, b: number, width: number) =>
    Array.from({ length: steps * width }, (_, i) => {
      const step = Math.floor(i / width);
      return values[(step * rats + b) * width + (i % width)]!;
    });
  return Array.from({ length: rats }, (_, b) => ({
    start: [...batch.start.view.subarray(2 * b, 2 * b + 2)],
    startHeading: [heading[b]!],
    egoVelocity: of(ego, b, 3),
    position: of(batch.position.view, b, 2),
    heading: of(headingAfter, b, 1),
  }));
}

const movesFirst = egoForms.filter(({ turn }) => turn === "afterMove");

describe("speeds and turns", () => {
  test("are three numbers a step: how far, and the turn to the next", () => {
    const heading = [Math.atan2(4, 3), -Math.PI / 2];
    const motion = { velocity: [3, 4, 0, -2], heading, headingAfter: [-Math.PI / 2, 0] };
    const into = new Float64Array(6);
    const turns = [-Math.PI / 2 - Math.atan2(4, 3), Math.PI / 2];
    const [first, second] = turns.map((turn) => [Math.cos(turn), Math.sin(turn)]) as [number[], number[]];
    egoVelocities(motion, "cosSin", 1, into);
    expect([...into]).toEqual([5, ...first, 2, ...second].map((value) => expect.closeTo(value, 6)));
    egoVelocities(motion, "sinCos", 0.1, into);
    const swapped = [0.5, ...first.toReversed(), 0.2, ...second.toReversed()];
    expect([...into]).toEqual(swapped.map((value) => expect.closeTo(value, 6)));
    expect(() => egoVelocities(motion, "cosSin", 1, new Float64Array(9))).toThrow(RangeError);
  });

  test.each(movesFirst)("add up to the path, %o", (form) => {
    for (const path of told(form, "float64")) {
      const { position, heading } = rebuildPath(path, form, paper.dt);
      const off = position.map((value, i) => value - path.position[i]!);
      // Sums of 100 steps in float64.
      expect(Math.max(...off.map(Math.abs))).toBeLessThan(1e-13);
      expect(
        Math.max(...heading.map((value, t) => Math.abs(Math.sin(value - path.heading[t]!)))),
      ).toBeLessThan(1e-12);
    }
  });
});

describe("the check", () => {
  const deviations = (paths: readonly ToldPath[], form = usualForm, arena: Arena = defaultArena) => {
    const found = new PathDeviations(form, paper.dt, arena);
    for (const path of paths) found.add(path);
    return found.found();
  };

  test.each<[string, Arena, Partial<Motion>]>([
    ["the paper's world", defaultArena, {}],
    ["a disc", { ...defaultArena, round: true }, {}],
    ["a small periodic box", { width: 0.5, height: 0.3, periodic: true }, {}],
    ["walls that leak", defaultArena, { wallRule: "faithful" }],
    ["one simulated step a stored one", defaultArena, { simulationDt: null }],
  ])("finds no more than rounding in %s", (_, arena, motion) => {
    const found = deviations(told(usualForm, "float32", arena, { ...paper, ...motion }), usualForm, arena);
    expect(found).toMatchObject({ trajectories: rats, samples: rats * steps, first: undefined });
    expect(found.step).toBeLessThan(found.rounding);
    // No bound that lets everything through: a thousandth of a millimetre.
    expect(found.rounding).toBeLessThan(1e-6);
    expect(found.largest).toBeGreaterThan(0);
    expect(found.largest).toBeLessThan(1e-5);
  });

  test("names the step of which the numbers do not add up", () => {
    const paths = told(usualForm, "float32");
    const position = [...(paths[3]!.position as number[])];
    position[2 * 41] = position[2 * 41]! + 2e-6;
    const { first, largest } = deviations(paths.with(3, { ...paths[3]!, position }));
    expect(first).toMatchObject({ trajectory: 3, step: 41 });
    expect(first!.distance).toBeCloseTo(2e-6, 6);
    expect(largest).toBeLessThan(1e-5);
    const heading = [...(paths[3]!.heading as number[])];
    heading[7] = heading[7]! + 1e-5;
    expect(deviations(paths.with(3, { ...paths[3]!, heading })).first).toMatchObject({
      trajectory: 3,
      step: 7,
    });
    const broken = [...(paths[0]!.egoVelocity as number[])];
    broken[3 * 50] = Number.NaN;
    expect(deviations([{ ...paths[0]!, egoVelocity: broken }]).first).toMatchObject({ step: 50 });
  });

  test("finds every other reading wrong", () => {
    const paths = told(usualForm, "float32");
    for (const form of egoForms.slice(1)) {
      expect(deviations(paths, form).first).toBeDefined();
      expect(deviations(paths, form).mean).toBeGreaterThan(0.001);
    }
  });
});
