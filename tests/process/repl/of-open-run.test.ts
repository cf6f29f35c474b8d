/** What takes long, in the shell: the command of the command line on the checkpoint that is open. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import { execute } from "../../../repl/dispatch.ts";
import { capture } from "../../support/capture.ts";
import { type FakeShell, fakeShell } from "../../support/fake-shell.ts";
import { trainTinyRun } from "../../support/tiny-run.ts";

let cwd: string;
let fake: FakeShell;

beforeAll(async () => {
  ({ cwd } = await trainTinyRun(10, ["--run", "runs/first"]));
  fake = fakeShell(cwd, 120);
  await execute(fake.shell, "open first --world-set speedScale=1.4");
});

afterAll(() => fake.shell.close());

async function said(line: string): Promise<string> {
  const before = fake.written.stdout.length;
  await execute(fake.shell, line);
  return fake.written.stdout.slice(before);
}

interface Answer {
  readonly conditions?: object;
  readonly bins: number;
}

/** What is said of the only network, where there may be several. */
const ofOne = (answer: Answer & { readonly networks?: readonly Answer[] }): Answer =>
  answer.networks?.[0] ?? answer;

/** What each takes to be short. */
const lines = {
  lags: ["--trajectories", "20", "--shuffles", "0", "--max-lag", "1"],
  ablate: ["--top", "4", "--trials", "1", "--steps", "5", "--trajectories", "20"],
} as const;

test.each(Object.entries(lines))("%s is that of the command line", async (name, words) => {
  for (const line of ["set bins 6", "set scorer pearson", "set trajectories 7"]) await said(line);
  const argv = [
    name,
    "first",
    "--world-set",
    "speedScale=1.4",
    "--bins",
    "6",
    "--scorer",
    "pearson",
    "--json",
  ];
  const { stdout } = await capture([...argv, ...words, "--quiet"], { cwd });
  const answer = JSON.parse(stdout);
  expect(ofOne(answer).conditions).toEqual({ speedScale: 1.4 });
  const line = `${name} ${words.join(" ")} --json --quiet`;
  expect({ ...ofOne(JSON.parse(await said(line))), network: "first" }).toEqual({
    ...ofOne(answer),
    network: "first",
  });
  // What the line says goes over what is set.
  expect(ofOne(JSON.parse(await said(`${line} --bins 5`))).bins).toBe(5);
});

test.each(Object.entries(lines))("%s of another network is that network's", async (name, words) => {
  const answer = JSON.parse(await said(`${name} runs/first ${words.join(" ")} --bins 6 --json --quiet`));
  expect(ofOne(answer).conditions).toBeUndefined();
});

test.each(Object.keys(lines))("help explains %s", async (name) => {
  const help = (await said(`help ${name}`)).replaceAll(/\s+/g, " ");
  expect(help).toContain("It is about the open network");
  expect(help).toContain("--world-set KEY=VALUE");
});

test("score with flags is that of the command line, on what is open", async () => {
  const flags = [
    "--null",
    "time-shift",
    "--shuffles",
    "3",
    "--trajectories",
    "20",
    "--bins",
    "6",
    "--json",
    "--quiet",
  ];
  const answer = JSON.parse(await said(`score ${flags.join(" ")}`));
  expect(answer.null.kind).toBe("time-shift");
  expect(answer.conditions).toEqual({ speedScale: 1.4 });
  expect(JSON.parse(await said(`score runs/first ${flags.join(" ")}`)).conditions).toBeUndefined();
});
