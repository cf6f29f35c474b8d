/** `simulate --ego` and `--check`: speeds and turns that add up to the path beside them. */
import { describe, expect, test } from "bun:test";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { SimulationCheck } from "../../../../src/cli/commands/simulate/simulation-check.ts";
import { openEngine } from "../../../../src/engine/engine.ts";
import { numbersOf } from "../../../../src/format/npy-array.ts";
import { readNpz } from "../../../../src/format/npz.ts";
import { openPathFile } from "../../../../src/world/dataset/path-files.ts";
import { openFieldSettings } from "../../../../src/world/open-field.ts";
import { rebuildPath, usualForm } from "../../../../src/world/rebuilt-path.ts";
import { allocateTrajectories } from "../../../../src/world/trajectory.ts";
import { capture } from "../../../support/capture.ts";
import { temporaryDirectory } from "../../../support/temporary.ts";
import { userErrorOf } from "../../../support/user-error.ts";

const cwd = temporaryDirectory();
const size = ["--trajectories", "3", "--steps", "20"];
const paper = [
  "--dt",
  "0.15",
  "--simulation-dt",
  "0.02",
  "--speed-rayleigh",
  "0.1302",
  "--turn-sigma",
  "5.76",
];

async function simulated(file: string, ...argv: string[]) {
  const { code, stderr } = await capture(["simulate", "--out", file, ...size, ...argv], { cwd });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const npz = readNpz(join(cwd, file));
  return { names: npz.names(), array: (name: string) => [...numbersOf(npz.get(name), name)] };
}

describe("--ego", () => {
  test("adds speeds and turns to a file that is the same otherwise", async () => {
    const plain = await simulated("plain.npz", ...paper);
    const told = await simulated("told.npz", ...paper, "--ego");
    for (const name of plain.names) expect(told.array(name)).toEqual(plain.array(name));
    const added = told.names.filter((name) => !plain.names.includes(name));
    expect(added.toSorted()).toEqual(["ego_velocity", "header", "heading_after", "start_heading"]);
    // The heading before the first step is its direction, that after a step the direction of the next.
    const heading = told.array("heading");
    expect(told.array("start_heading")).toEqual([heading[0]!, heading[20]!, heading[40]!]);
    expect(told.array("heading_after").slice(0, 19)).toEqual(heading.slice(1, 20));
  });

  test("says what they mean, and they lead where the path goes", async () => {
    await simulated("meant.npz", ...paper, "--ego");
    const file = openPathFile(join(cwd, "meant.npz"));
    expect(file.header).toEqual({ form: usualForm, dt: 0.15, box: { width: 2.2, height: 2.2 } });
    expect([file.records, file.steps]).toEqual([3, 20]);
    for (const record of file.all()) {
      const { position } = rebuildPath(record, file.header!.form, 0.15);
      expect(Math.max(...position.map((value, i) => Math.abs(value - record.position[i]!)))).toBeLessThan(
        1e-6,
      );
    }
  });
});

describe("--check", () => {
  test("says how far the paths are off, and what they are like, with and without a file", async () => {
    const argv = ["simulate", "--check", "--trajectories", "50", "--steps", "100", ...paper];
    const alone = await capture(argv, { cwd });
    expect([alone.code, alone.stderr]).toEqual([0, ""]);
    expect(alone.stdout).toMatch(
      /^paths rebuilt {2}[\d.e-]+ mm off at most, [\d.e-]+ mm on average\nheadings {7}\S+ rad off at most\nsingle steps {3}\S+ mm off at most; rounding explains \S+ mm\nstep {11}2\.4\d cm on average, standard deviation 0\.\d\d cm\nturn .*\nwalls {10}\d\.\d % of the steps end within 3 cm of one, 0\.0 % outside\n$/,
    );
    const before = readdirSync(cwd);
    const both = await capture([...argv, "--out", "both.npz"], { cwd });
    expect(both.stdout).toEndWith(alone.stdout);
    expect(readdirSync(cwd).toSorted()).toEqual([...before, "both.npz"].toSorted());
  });

  test("in JSON has metres and radians, and null where no walls are", async () => {
    const { stdout } = await capture(["simulate", "--check", ...size, "--periodic", "--json"], { cwd });
    const { check, motion, out, arrays } = JSON.parse(stdout);
    expect([out, arrays]).toEqual([undefined, undefined]);
    expect(check).toMatchObject({ trajectories: 3, samples: 60 });
    expect(check.step).toBeLessThan(check.rounding);
    expect(check).not.toHaveProperty("first");
    expect(motion).toMatchObject({ atWalls: null, outside: 0 });
  });

  test("fails naming the step whose numbers lead elsewhere", async () => {
    const engine = await openEngine({ workers: 1, blas: "wasm" });
    const checked = (last: number) => {
      const batch = allocateTrajectories(engine, 3, 2);
      batch.start.set([0, 0, 0, 0]);
      batch.heading.set([0, 0, Math.PI / 2, 0, 0, 0]);
      batch.velocity.set([5, 0, 5, 0, 0, 5, 5, 0, 0, 0, 0, 0]);
      batch.position.set([0.1, 0, 0.1, 0, 0.1, 0.1, last, 0, 0, 0, 0, 0]);
      const check = new SimulationCheck(openFieldSettings.parse({}));
      check.add(batch);
      check.require();
      return check.summary.check.step;
    };
    expect(checked(0.2)).toBeLessThan(1e-7);
    expect(userErrorOf(() => checked(0.201))).toMatch(
      /^step 2 of trajectory 2 does not lead where the path goes: it is 1\.0 mm and 0\.0e\+0 rad off \| rounding explains 0\.0\d+ mm: what wrote these numbers is broken$/,
    );
    engine.close();
  });
});

test("a round box keeps its paths, and its file says so", async () => {
  const { array, names } = await simulated("disc.npz", "--shape", "circle", "--speed-scale", "3");
  expect(names).toContain("round");
  expect(array("round")).toEqual([1]);
  const position = array("position");
  const distances = position.flatMap((x, i) => (i % 2 === 0 ? [Math.hypot(x, position[i + 1]!)] : []));
  expect(Math.max(...distances)).toBeLessThanOrEqual(1.1);
  expect(Math.max(...distances)).toBeGreaterThan(0.9);
});

test("the world of a preset is taken, flags go over it, and nothing else of it", async () => {
  const argv = ["simulate", "--check", "--preset", "sorscher2019", ...size, "--dt", "0.05", "--json"];
  const { seed, world } = JSON.parse((await capture(argv, { cwd })).stdout);
  expect(world).toMatchObject({ wallRule: "faithful", dt: 0.05 });
  expect(seed).toBe(0);
});
