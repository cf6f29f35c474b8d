/** The shell with a file of activity open. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { complete } from "../../../repl/completion.ts";
import { execute } from "../../../repl/dispatch.ts";
import { OpenNetwork } from "../../../repl/open-network.ts";
import { npyArray } from "../../../src/format/npy-array.ts";
import { periods, recorded, writeActivityFile } from "../../support/activity-file.ts";
import { capture } from "../../support/capture.ts";
import { type FakeShell, fakeShell } from "../../support/fake-shell.ts";
import { temporaryDirectory } from "../../support/temporary.ts";

const cwd = temporaryDirectory();
const file = join(cwd, "theirs.npz");
let fake: FakeShell;

beforeAll(() => {
  writeActivityFile(file);
  fake = fakeShell(cwd);
});

afterAll(() => fake.shell.close());

/** What one line prints. */
async function said(line: string): Promise<string> {
  const before = fake.written.stdout.length;
  await execute(fake.shell, line);
  return fake.written.stdout.slice(before);
}

/** With the file open, looked at in few bins. */
async function look(line: string): Promise<string> {
  for (const first of ["open theirs.npz", "set bins 12"]) await execute(fake.shell, first);
  return said(line);
}

const json = async (line: string) => JSON.parse(await look(`${line} --json`));

test("open and info say what it is", async () => {
  expect(await said("open theirs.npz")).toBe("theirs.npz: activity of 6 units\n");
  expect(await said("info")).toBe(`open  theirs.npz: activity of 6 units\nfile  ${file}\n`);
  expect(await json("info")).toEqual({ file, units: 6 });
});

test("units are listed with the bins of their maps, also where nobody set them", async () => {
  for (const line of ["open theirs.npz", "unset bins"]) await execute(fake.shell, line);
  expect(await said("units")).toContain("scores: nan-aware, 20 x 20 bins");
});

test("all of it is looked at, unless less is asked for", async () => {
  const samples = recorded.trials * recorded.steps;
  expect(await json("score")).toMatchObject({ step: null, samples, units: 6 });
  await execute(fake.shell, "set trajectories 4");
  expect(await json("score")).toMatchObject({ samples: 4 * recorded.steps });
  await execute(fake.shell, "set trajectories 11");
  await expect(look("score")).rejects.toThrow("theirs.npz holds 10 trials, 11 are asked for");
  await execute(fake.shell, "unset trajectories");
});

test("its numbers are those of the command line", async () => {
  const flags = ["--bins", "12", "--json"];
  const command = async (...words: string[]) =>
    JSON.parse((await capture([...words, ...flags], { cwd })).stdout);
  const evaluated = await command("evaluate", "theirs.npz");
  expect(await json("score")).toEqual(evaluated);
  expect(await json("evaluate --bins 12")).toEqual(evaluated);
  const sac = await command("sac", "theirs.npz", "2");
  const { units } = (await json("units")) as { units: { unit: number }[] };
  const { grid60, spacing } = units.find(({ unit }) => unit === 2)! as never as Record<string, number>;
  expect({ grid60, spacing }).toEqual({ grid60: sac.grid60.mean, spacing: sac.spacing });
  expect(await json("unit 2")).toMatchObject({ grid60, spacing });
});

test("ideal grids have their spacing, and units are listed by it", async () => {
  await execute(fake.shell, "set bins 24");
  const { units } = JSON.parse(await said("units grid60>0.5 sort=-spacing --json")) as {
    units: { unit: number; spacing: number }[];
  };
  expect(units.map(({ unit }) => unit)).toEqual(periods.map((_, unit) => unit));
  for (const { unit, spacing } of units) expect(Math.abs(spacing / periods[unit]! - 1)).toBeLessThan(0.06);
});

test("python loads it, js knows its arrays, save draws it", async () => {
  expect(await look("python")).toContain(`file = np.load(${JSON.stringify(file)})\n`);
  expect(await look("js [units, rateMap.length, meanActivity.length, step]")).toBe("[ 6, 864, 6, null ]\n");
  await look("unit 3 --json");
  await execute(fake.shell, "save theirs.svg");
  expect(await Bun.file(join(cwd, "theirs.svg")).text()).toContain("Unit 3 of theirs.npz");
});

test("a rat of the file walks over its maps; where it is is known, where it is thought to be is not", async () => {
  const told = JSON.parse(await look("walk --seconds 1 --units 3,0-1 --json"));
  expect(told).toMatchObject({ network: "theirs.npz", decoded: null, errorCm: null, units: [3, 0, 1] });
  expect(told.activity).toHaveLength(3 * told.steps);
  expect(await look("walk --units 3")).toMatch(/ #3$/m);
});

test.each([
  ["js decodeErrorCm", "there is no decodeErrorCm of theirs.npz"],
  ["js weights", "theirs.npz is a file of activity, not a network"],
  ["js centres", "no place can be read out of activity"],
  ["loss", "theirs.npz is no run directory"],
  ["train", "theirs.npz is a file of activity, not a run"],
  ["unit 6", "there is no unit 6"],
  ["open theirs.npz --untrained", "--untrained is for networks"],
  ["open theirs.npz --tap units", "--tap is for networks"],
])("%s is refused", async (line, cause) => {
  await expect(look(line)).rejects.toThrow(cause);
});

test("beside a network it has fewer numbers, and no settings", async () => {
  const text = await look("compare theirs.npz quick");
  expect(text).toMatch(/^ theirs\.npz +- +[\d.]+ /m);
  expect(text).toMatch(/^ decode error, cm +(\d\.\d\d) +- +\1 +\1$/m);
  expect(text).toMatch(/^ units +131\.0 +[\d.]+ +6\.0 +256\.0$/m);
  expect(text).not.toContain("settings that differ");
});

test.each([
  ["nothing that is an npz", undefined, /not an \.?npz|broken\.npz/],
  ["no activity", { activity: undefined }, /has no activity/],
  ["an activity of another length", { activity: npyArray(new Float32Array(6), [1, 1, 6]) }, /has the shape/],
])("a file with %s is not opened, and what is open stays", async (_, changes, cause) => {
  if (changes) writeActivityFile(join(cwd, "broken.npz"), changes);
  else writeFileSync(join(cwd, "broken.npz"), "nothing");
  await execute(fake.shell, "open theirs.npz");
  await expect(execute(fake.shell, "open broken.npz")).rejects.toThrow(cause);
  expect(fake.shell.network.name).toBe("theirs.npz");
  expect(await look("js units")).toBe("6\n");
});

test("units are completed when their number is known", async () => {
  const { shell } = fakeShell(cwd);
  const offered = async () => (await complete("unit ", shell)).candidates;
  shell.use(OpenNetwork.read("theirs.npz", file, { breathe: async () => {} }));
  expect(shell.network.units).toBeUndefined();
  expect(await offered()).toEqual([]);
  await execute(shell, "open theirs.npz");
  expect(await offered()).toEqual(["0", "1", "2", "3", "4", "5"]);
  await shell.close();
});
