/** `null KIND`: any null of the open network, by the scores that are there already. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import { complete } from "../../../repl/completion.ts";
import { execute } from "../../../repl/dispatch.ts";
import { nullNames } from "../../../src/analyse/nulls/null-scores.ts";
import { capture } from "../../support/capture.ts";
import { type FakeShell, fakeShell } from "../../support/fake-shell.ts";
import { trainTinyRun } from "../../support/tiny-run.ts";

let cwd: string;
let fake: FakeShell;

beforeAll(async () => {
  ({ cwd } = await trainTinyRun(10, ["--run", "runs/first"]));
  fake = fakeShell(cwd, 200);
  for (const line of ["open first", "set trajectories 60", "set bins 8"]) await execute(fake.shell, line);
});

afterAll(() => fake.shell.close());

async function said(line: string): Promise<string> {
  const before = fake.written.stdout.length;
  await execute(fake.shell, line);
  return fake.written.stdout.slice(before);
}

test.each(nullNames)("null %s is that of evaluate", async (kind) => {
  const shuffles = kind === "untrained" ? [] : ["--shuffles", "20"];
  const flags = ["--trajectories", "60", "--bins", "8", "--null", kind, ...shuffles, "--json", "--quiet"];
  const { stdout } = await capture(["evaluate", "runs/first", ...flags], { cwd });
  const evaluated = JSON.parse(stdout);
  const answer = JSON.parse(await said(`null ${kind} ${shuffles.join(" ")} --json`));
  expect(answer.kind).toBe(kind);
  expect(answer.aboveNull).toEqual(evaluated.aboveNull);
  expect(await said(`null ${kind} ${shuffles.join(" ")}`)).toContain("score hexagonally above");
});

test("without a kind it is the one that is set, and what a line says is not set", async () => {
  await said("null phase-randomised --shuffles 20");
  expect(JSON.parse(await said("null --json")).kind).toBe("smoothed-noise");
  for (const line of ["set null trajectory-shift", "set shuffles 20"]) await said(line);
  expect(JSON.parse(await said("null --json"))).toMatchObject({ kind: "trajectory-shift", maps: 20 });
  // How many members are set is of the one that is set.
  expect(JSON.parse(await said("null field-shuffle --shuffles 30 --json")).maps).toBe(30);
  for (const line of ["unset null", "unset shuffles"]) await said(line);
});

test("one that is not there, or not of this network, is said in a line", async () => {
  await expect(said("null field-shuffel")).rejects.toThrow("there is no null 'field-shuffel'");
  await expect(said("null untrained --shuffles 5")).rejects.toThrow("as many members as the network has");
  await said("open first --untrained");
  await expect(said("null untrained")).rejects.toThrow("there is no network before its first step");
  await said("open first");
});

test("Tab completes the kinds", async () => {
  expect((await complete("null time", fake.shell)).candidates).toEqual(["time-shift "]);
});
