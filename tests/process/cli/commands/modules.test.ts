/** `modules` on the bundled network. */
import { expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { hexagonalCell } from "../../../../src/analyse/synthetic.ts";
import { npyArray, numbersOf } from "../../../../src/format/npy-array.ts";
import { readNpz, writeNpz } from "../../../../src/format/npz.ts";
import { capture } from "../../../support/capture.ts";
import { randomNumbers } from "../../../support/random-numbers.ts";
import { temporaryDirectory } from "../../../support/temporary.ts";

const cwd = temporaryDirectory();
const flags = ["--trajectories", "2000", "--shuffles", "99", "--blas", "wasm"];
const cli = (...argv: string[]) => capture(["modules", ...argv], { cwd });
const made = await cli("quick", ...flags, "--json", "--out", "modules.npz");
const answer = JSON.parse(made.stdout);

test("units, noise and the untrained network by the same rule", async () => {
  expect(made.code).toBe(0);
  const [units, noise, untrained] = answer.populations;
  expect([units.name, noise.name, untrained.name]).toEqual(["units", "noise", "untrained"]);
  expect([units.units, noise.units, untrained.units]).toEqual([256, 1000, 256]);
  expect(noise.threshold).toBe(units.threshold);
  expect(noise.above).toBe(50);
  expect(units.above).toBeWithin(50, 90);
  expect([answer.scorer, answer.bins, answer.percentile]).toEqual(["nan-aware", 20, 95]);
  expect(units.spacing.median).toBeWithin(1.1, 1.3);
  expect(units.modules).toHaveLength(1);
  expect(units.bic).toHaveLength(8);
  expect(units.discreteness.counts.reduce((sum: number, count: number) => sum + count, 0)).toBe(
    units.measured,
  );
  expect(units.members).toHaveLength(units.above);
});

test("arrays of all of them", () => {
  const npz = readNpz(join(cwd, "modules.npz"));
  const values = (name: string) => Array.from(numbersOf(npz.get(name), name));
  const [units, noise] = answer.populations;
  expect(values("unit")).toEqual(units.members.map(({ unit }: { unit: number }) => unit));
  expect(values("spacing")).toEqual(units.members.map(({ spacing }: { spacing: number }) => spacing));
  expect(values("module_mean")).toEqual([units.modules[0].mean]);
  expect(values("bic")).toEqual(units.bic);
  expect(values("noise_spacing")).toHaveLength(noise.above);
  expect(values("discreteness_shuffled")).toHaveLength(99);
  expect(npz.get("untrained_spacing")).toBeDefined();
});

test("the same words every time, for any number of workers", async () => {
  const [two, one] = await Promise.all([
    cli("quick", ...flags, "--workers", "2"),
    cli("quick", ...flags, "--workers", "1"),
  ]);
  expect(two.stdout).toBe(one.stdout);
  for (const word of [
    "above the null",
    "spacing, six peaks, m",
    "modules by BIC",
    "untrained",
    "p of discreteness",
  ]) {
    expect(two.stdout).toContain(word);
  }
});

test("one untrained network has no twin beside it", async () => {
  const { stdout } = await cli("quick", "--untrained", ...flags, "--json");
  expect(JSON.parse(stdout).populations.map(({ name }: { name: string }) => name)).toEqual([
    "units",
    "noise",
  ]);
});

/** Positions all over the box and activity of such units, as a file. */
function recorded(name: string, ...units: readonly ((x: number, y: number) => number)[]) {
  const random = randomNumbers(2 * 4000, 3).map((place) => 2.2 * (place - 0.5));
  const activity = Float32Array.from({ length: 4000 * units.length }, (_, i) => {
    const sample = Math.floor(i / units.length);
    return units[i % units.length]!(random[2 * sample]!, random[2 * sample + 1]!);
  });
  const arrays = {
    position: npyArray(Float32Array.from(random), [1, 4000, 2]),
    activity: npyArray(activity, [1, 4000, units.length]),
    box: npyArray(Float64Array.of(2.2, 2.2)),
  };
  writeFileSync(join(cwd, name), writeNpz(arrays));
  return name;
}

test("recorded cells: one grid cell is one module, nothing discrete, no twin", async () => {
  const grid = hexagonalCell({ period: 0.7 });
  const file = recorded("one.npz", (x, y) => grid(x, y, 0));
  const { code, stdout } = await cli(file, "--shuffles", "9", "--json");
  expect(code).toBe(0);
  const [units, noise, ...others] = JSON.parse(stdout).populations;
  expect(others).toEqual([]);
  expect([units.units, units.above, units.modules.length, units.bic.length]).toEqual([1, 1, 1, 1]);
  expect(units.modules[0].mean).toBeWithin(0.68, 0.72);
  expect([units.discreteness.value, units.discreteness.p]).toEqual([null, null]);
  expect(noise.above).toBeGreaterThan(0);
  const told = await cli(file, "--shuffles", "9");
  expect(told.stdout).toContain("1 of 1 ");
  expect(told.stdout).not.toContain("untrained");
});

test("cells that never fire have no null, and no modules", async () => {
  const { code, stderr } = await cli(
    recorded(
      "silent.npz",
      () => 0,
      () => 0,
    ),
  );
  expect(code).toBe(1);
  expect(stderr).toContain("no unit has a score and a map that varies");
});

test("what would be overwritten is refused before the work", async () => {
  const { code, stderr } = await cli("quick", ...flags, "--out", "modules.npz");
  expect(code).toBe(1);
  expect(stderr).toContain("modules.npz exists");
});
