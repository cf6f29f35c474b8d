import { describe, expect, test } from "bun:test";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { record } from "../../../../src/cli/commands/simulate/simulated-arrays.ts";
import { openEngine } from "../../../../src/engine/engine.ts";
import { numbersOf } from "../../../../src/format/npy-array.ts";
import { readNpz } from "../../../../src/format/npz.ts";
import { openFieldSettings } from "../../../../src/world/open-field.ts";
import { capture } from "../../../support/capture.ts";
import { temporaryDirectory } from "../../../support/temporary.ts";

const cwd = temporaryDirectory();

async function simulate(file: string, ...argv: string[]) {
  const { code, stderr } = await capture(["simulate", "--out", file, ...argv], { cwd });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const npz = readNpz(join(cwd, file));
  const array = (name: string) => numbersOf(npz.get(name), name);
  return { npz, position: array("position"), velocity: array("velocity"), start: array("start") };
}

describe("simulate", () => {
  test("writes paths, trajectory first, whose steps are velocity times dt", async () => {
    const { npz, position, velocity, start } = await simulate(
      "a.npz",
      "--trajectories",
      "3",
      "--steps",
      "50",
    );
    expect(npz.get("position").shape).toEqual([3, 50, 2]);
    expect(npz.get("velocity").shape).toEqual([3, 50, 2]);
    expect(npz.get("heading").shape).toEqual([3, 50]);
    expect(npz.get("start").shape).toEqual([3, 2]);
    expect(npz.get("dt")).toMatchObject({ shape: [], data: Float64Array.of(0.02) });
    expect(npz.get("box").data).toEqual(Float64Array.of(2.2, 2.2));
    for (let n = 0; n < 3; n++) {
      for (let t = 0; t < 50; t++) {
        for (let i = 0; i < 2; i++) {
          const at = (n * 50 + t) * 2 + i;
          const before = t === 0 ? start[n * 2 + i]! : position[at - 2]!;
          // Positions up to 1.1 m in float32: half a unit in the last place each, 1.2e-7 m together.
          expect(Math.abs(position[at]! - before - velocity[at]! * 0.02)).toBeLessThan(2e-7);
        }
      }
    }
  });

  test("the same for every number of workers, another for another seed", async () => {
    const size = ["--trajectories", "70", "--steps", "5"];
    await simulate("one.npz", ...size, "--workers", "1", "--seed", "3");
    await simulate("two.npz", ...size, "--workers", "2", "--seed", "3");
    await simulate("other.npz", ...size, "--seed", "4");
    const bytes = (file: string) => readFileSync(join(cwd, file));
    expect(bytes("one.npz").equals(bytes("two.npz"))).toBe(true);
    expect(bytes("one.npz").equals(bytes("other.npz"))).toBe(false);
  });

  test("does not depend on the portions it is computed in", async () => {
    const engine = await openEngine({ workers: 1, blas: "wasm" });
    const world = openFieldSettings.parse({});
    const plan = { seed: 0, world, trajectories: 5, steps: 4, ego: true };
    const recorded = (samplesAtOnce?: number) => {
      const arrays: Record<string, number[]> = {};
      const take = (name: string, values: Iterable<number>) => {
        arrays[name] = [...(arrays[name] ?? []), ...values];
      };
      record(engine, plan, take, samplesAtOnce);
      return arrays;
    };
    expect(recorded(8)).toEqual(recorded());
    engine.close();
  });

  test("is steered by its flags", async () => {
    const size = ["--trajectories", "20", "--steps", "200"];
    const { position, velocity } = await simulate(
      ...(["steered.npz", ...size, "--box-width", "1", "--box-height", "0.5", "--speed-max", "0.3"] as const),
    );
    const speeds = Array.from({ length: velocity.length / 2 }, (_, i) =>
      Math.hypot(velocity[2 * i]!, velocity[2 * i + 1]!),
    );
    expect(Math.max(...speeds)).toBeLessThan(0.3 * (1 + 1e-6));
    expect(Math.max(...speeds)).toBeGreaterThan(0.29);
    position.forEach((value, i) => {
      expect(Math.abs(value)).toBeLessThanOrEqual(i % 2 === 0 ? 0.5 : 0.25);
    });
  });

  test("--json names file, world and shapes", async () => {
    const argv = [
      "simulate",
      "--out",
      "j.npz",
      "--trajectories",
      "2",
      "--steps",
      "3",
      "--periodic",
      "--json",
    ];
    const { stdout } = await capture(argv, { cwd });
    const answer = JSON.parse(stdout);
    expect(answer).toMatchObject({
      out: join(cwd, "j.npz"),
      seed: 0,
      world: { periodic: true, boxWidth: 2.2 },
    });
    expect(answer.arrays.velocity).toEqual([2, 3, 2]);
  });
});

describe("simulate refuses", () => {
  const refusal = async (...argv: string[]) => {
    const { code, stdout, stderr } = await capture(["simulate", ...argv], { cwd });
    expect(stdout).toBe("");
    return `${code} ${stderr}`;
  };

  test.each([
    [[], "2 error: simulate needs --out or --check"],
    [["--out", "x.npz", "--ego", "--periodic"], "2 error: speeds and turns know no periodic box"],
    [["--out", "x.npz", "--shape", "circle", "--box-width", "1"], "it must be 1, world.boxWidth, when"],
    [
      ["--out", "x.npz", "--shape", "circle", "--periodic"],
      "it must be rectangle when world.periodic is true",
    ],
    [
      ["--out", "x.npz", "--simulation-dt", "0.1"],
      "it must be a number from 0.00002 to 0.02, world.dt, or null",
    ],
    [["--out", "x.npz", "--turn-mean", "1e9"], "it must be a number from -1000000 to 1000000"],
    [["--check", "--preset", "quik"], "2 error: there is no preset quik"],
    [["--check", "--format", "tfrecord", "--out", "x.npz"], "2 error: --check is not for --format tfrecord"],
    [["--out", "x.npz", "--box-width", "-1"], '2 error: world.boxWidth (--box-width) is "-1"'],
    [["--out", "x.npz", "--box-height", "0.05"], '2 error: world.boxHeight (--box-height) is "0.05"'],
    [["--out", "x.npz", "--velocity-smoothing", "1"], "it must be a number from 0 to 0.999"],
    [["--out", "x.npz", "--wall-rule", "outside"], '2 error: --wall-rule is "outside"'],
    [["--out", "x.npz", "--trajectories", "0"], '2 error: --trajectories is "0"'],
    [["--out", "x.npz", "--steps", "1e12"], "1 error: 100 trajectories of 1000000000000 steps do not fit"],
    [["--out", "x.npz", "--speed-limit", "1"], "2 error: unknown flag --speed-limit"],
    [["--out", "nowhere/x.npz"], "nowhere does not exist"],
  ])("%j", async (argv, text) => {
    expect(await refusal(...argv)).toContain(text);
    expect(readdirSync(cwd)).not.toContain("x.npz");
  });

  test("to overwrite without --force, and to write over a directory", async () => {
    const size = ["--trajectories", "1", "--steps", "1"];
    writeFileSync(join(cwd, "there.npz"), "precious");
    expect(await refusal("--out", "there.npz", ...size)).toContain("use --force or another name");
    expect(readFileSync(join(cwd, "there.npz"), "utf8")).toBe("precious");
    await simulate("there.npz", "--force", ...size);
    mkdirSync(join(cwd, "folder"));
    expect(await refusal("--out", "folder", "--force", ...size)).toContain("is not a regular file");
  });
});
