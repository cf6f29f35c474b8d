/** The null that is chosen, in every answer that has one. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { numbersOf } from "../../../../src/format/npy-array.ts";
import { readNpz } from "../../../../src/format/npz.ts";
import { writeActivityFile } from "../../../support/activity-file.ts";
import { capture } from "../../../support/capture.ts";
import { temporaryFolder } from "../../../support/temporary-folder.ts";

const folder = temporaryFolder();
const cwd = folder.path;
beforeAll(() => {
  writeActivityFile(folder.at("one.npz"));
  writeActivityFile(folder.at("two.npz"));
});
afterAll(() => folder[Symbol.dispose]());

const shuffled = ["--null", "field-shuffle", "--shuffles", "40", "--bins", "12"];

async function said(...argv: string[]) {
  const { code, stdout, stderr } = await capture([...argv, "--quiet"], { cwd });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return stdout;
}

test("evaluate says it first, and counts against each unit's own", async () => {
  const text = (await said("evaluate", "one.npz", ...shuffled)).replaceAll(/\s+/g, " ");
  expect(text).toMatch(
    /^\d of 6 units \([\d.]+ %\) score hexagonally above the 95th percentile of their own null \(field-shuffle, 40 shuffles, nan-aware, 12 x 12 bins\)\. Expected by chance: 5 %\. After Benjamini-Hochberg at q = 0\.05: \d of 6 units\. /,
  );
  expect(text).toContain(
    "null field-shuffle: the fields of each map at random places; 40 shuffles of each unit",
  );
  expect(text).toContain("95 % of null");
  expect(text).toContain("95 % of a unit's own null is below");
  expect(text).not.toContain("noise");
});

test("a grid exceeds its shuffled fields, one field does not", async () => {
  const { perUnit, aboveNull } = JSON.parse(await said("evaluate", "one.npz", ...shuffled, "--json"));
  expect(perUnit.p60[0]).toBe(1 / 41);
  expect(perUnit.grid60[0]).toBeGreaterThan(perUnit.threshold60[0]);
  const above = perUnit.grid60.filter(
    (score: number, unit: number) => score > perUnit.threshold60[unit],
  ).length;
  expect(aboveNull.hexagonal).toMatchObject({ units: above, share: above / 6 });
  expect(perUnit.q60.filter((q: number) => q <= 0.05)).toHaveLength(aboveNull.hexagonal.discoveries);
});

test("compare has it in its numbers and its sentence", async () => {
  const argv = ["compare", "one.npz", "two.npz", ...shuffled];
  const text = (await said(...argv)).replaceAll(/\s+/g, " ");
  expect(text).toContain(
    "above the 95th percentile of their null (field-shuffle, 40 members, nan-aware, 12 x 12 bins)",
  );
  expect(text).toContain("hexagonal above null");
  const { numbers, runs } = JSON.parse(await said(...argv, "--json"));
  const left = numbers.find(({ name }: { name: string }) => name === "discoveriesPercent");
  const each = runs.map(
    (run: { aboveNull: { hexagonal: { discoveries: number } } }) => run.aboveNull.hexagonal.discoveries,
  );
  expect(left.values).toEqual(each.map((count: number) => (100 * count) / 6));
  expect(runs[0].null).toMatchObject({ kind: "field-shuffle", eachUnit: true, shuffles: 40, maps: 240 });
});

test("ratemaps writes what it says of each unit, when it is asked", async () => {
  await said("ratemaps", "one.npz", ...shuffled, "--best", "0", "--out", "maps.npz");
  const { perUnit } = JSON.parse(await said("evaluate", "one.npz", ...shuffled, "--json"));
  const npz = readNpz(folder.at("maps.npz"));
  for (const name of ["threshold60", "p60", "q60", "threshold90", "p90", "q90"]) {
    expect([...numbersOf(npz.get(name), name)].map((value) => (Number.isNaN(value) ? null : value))).toEqual(
      perUnit[name],
    );
  }
  expect(npz.get("null_kind").data).toEqual(["field-shuffle"]);
  await said("ratemaps", "one.npz", "--bins", "12", "--best", "0", "--out", "plain.npz");
  expect(readNpz(folder.at("plain.npz")).names()).not.toContain("p60");
});

describe("report", () => {
  test("says it in its verdict, its numbers and the command that makes it again", async () => {
    await said("report", "one.npz", ...shuffled, "--out", "page.html");
    const page = readFileSync(folder.at("page.html"), "utf8").replaceAll(/\s+/g, " ");
    expect(page).toContain("above the 95th percentile of their own null (field-shuffle, 40 shuffles");
    expect(page).toContain("<dt>beyond chance</dt><dd>Expected by chance: 5 %. After Benjamini-Hochberg");
    expect(page).toContain("null: field-shuffle: the fields of each map");
    expect(page).toContain("--null field-shuffle --shuffles 40");
  });
});

test.each([
  [["--null", "time-shft"], "there is no null 'time-shft'", "did you mean time-shift?"],
  [
    ["--null", "1000"],
    "--null is 1000, and names a kind of null",
    "write: --null smoothed-noise --shuffles 1000",
  ],
  [["--null", "none"], "there is no null 'none'", "nulls: smoothed-noise, field-shuffle"],
  [
    ["--null", "untrained", "--shuffles", "5"],
    "as many members as the network has units",
    "leave out --shuffles",
  ],
])("evaluate, compare, report and ratemaps refuse %j", async (argv, cause, mend) => {
  for (const command of [
    ["evaluate", "one.npz"],
    ["compare", "one.npz", "two.npz"],
    ["report", "one.npz", "--out", "no.html"],
    ["ratemaps", "one.npz"],
  ]) {
    const { code, stderr } = await capture([...command, ...argv], { cwd });
    expect({ command, code }).toEqual({ command, code: 2 });
    expect(stderr).toContain(cause);
    expect(stderr).toContain(mend);
  }
});
