import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Outcome, runCampaign } from "../../../bench/fuzz/campaign.ts";
import { caseFile } from "../../../bench/fuzz/run-cases.ts";
import { harmfulReader, harms } from "../../support/harmful-reader.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const repository = join(import.meta.dir, "../../..");
const fuzz = (...words: string[]) =>
  Bun.spawnSync([process.execPath, join(repository, "bench/fuzz.ts"), ...words], {
    env: process.env,
    stderr: "pipe",
  });

test("a case is the same file each time, and can be saved", () => {
  using folder = temporaryFolder();
  const words = ["--seed", "3", "--only", "npy", "--case", "7", "--save", folder.path];
  expect(fuzz(...words).exitCode).toBe(0);
  const first = readFileSync(folder.at("npy-3-7"));
  expect(fuzz(...words).exitCode).toBe(0);
  expect(readFileSync(folder.at("npy-3-7"))).toEqual(first);
});

test("what does harm is found, by its number, and the rest is tried all the same", async () => {
  const program = join(repository, "tests/support/harmful-reader.ts");
  const seed = 0;
  const to = 12;
  const kinds = Array.from({ length: to }, (_, i) => harms[caseFile(harmfulReader, seed, i)[0]!]!);
  expect(new Set(kinds).size).toBe(harms.length);
  const outcome = await runCampaign({
    ...{ program, good: "", seed, target: "harmful", from: 0, to, seconds: 2, megabytes: 120 },
  });
  const of = (...names: (typeof harms)[number][]) =>
    [...kinds.keys()].filter((number) => names.includes(kinds[number]!));
  const found = (kind: string) =>
    outcome.findings.filter((finding) => finding.kind === kind).map(({ number }) => number);
  expect(found("crash")).toEqual(of("throw", "end"));
  expect(found("hang")).toEqual(of("hang"));
  expect(of("hoard")).toEqual(expect.arrayContaining(found("memory")));
  expect(found("memory").length).toBeGreaterThan(0);
  expect(outcome.read).toBe(of("read", "hoard").length);
  expect(outcome.refused).toBe(of("refuse").length);
});

test("5,000 damaged files are read or refused, each soon and in little memory", () => {
  const { exitCode, stdout, stderr } = fuzz("--count", "5000", "--seed", "1", "--json");
  if (stdout.length === 0) throw new Error(stderr.toString());
  const outcomes = JSON.parse(stdout.toString()) as Outcome[];
  expect(outcomes.flatMap(({ target, findings }) => findings.map((found) => ({ target, ...found })))).toEqual(
    [],
  );
  expect(outcomes.reduce((sum, { inputs }) => sum + inputs, 0)).toBeGreaterThanOrEqual(5000);
  for (const { target, inputs, read, refused } of outcomes) {
    expect(read + refused, target).toBe(inputs);
    // Where all were refused nothing behind the door was tried.
    expect(read, target).toBeGreaterThan(0);
  }
  expect(exitCode).toBe(0);
}, 120_000);
