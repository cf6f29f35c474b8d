/** The shell on a run and files whose every name and value is hostile: what it writes, offers and asks is ours. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { complete } from "../../../repl/completion.ts";
import { execute } from "../../../repl/dispatch.ts";
import { History } from "../../../repl/history.ts";
import { promptOf } from "../../../repl/prompt.ts";
import { quoted } from "../../../repl/words.ts";
import { UserError } from "../../../src/user-error.ts";
import { type FakeShell, fakeShell } from "../../support/fake-shell.ts";
import {
  damages,
  type HostileFolder,
  hostileFolder,
  named,
  path,
  run,
} from "../../support/hostile-folder.ts";
import { expectHarmless, hostile, hostileValue } from "../../support/hostile-text.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

let folder: HostileFolder;
let fake: FakeShell;

beforeAll(async () => {
  folder = await hostileFolder();
  fake = fakeShell(folder.cwd);
  for (const line of [words("open", run), "set trajectories 40", "set bins 6"]) await said(line);
});

afterAll(() => fake.shell.close());

const words = (...all: string[]): string => all.map(quoted).join(" ");

/** What a line writes, or is refused with; harmless. */
async function said(line: string): Promise<string> {
  const text = await written(line);
  expectHarmless(text);
  return text;
}

async function written(line: string): Promise<string> {
  const [out, err] = [fake.written.stdout.length, fake.written.stderr.length];
  let error = "";
  try {
    await execute(fake.shell, line);
  } catch (thrown) {
    if (!(thrown instanceof UserError)) throw thrown;
    error = `${thrown.message}\n${thrown.mend}\n`;
  }
  return fake.written.stdout.slice(out) + fake.written.stderr.slice(err) + error;
}

test.each([
  ...[
    "info",
    "loss",
    "units",
    "top",
    "sac 0",
    "rates 0",
    "tune 0",
    "python",
    "runs",
    "jobs",
    "score",
    "null",
  ],
  ...["js config", "js metrics[0]", "next", "walk --seconds 1", "set", "help"],
])("%s", async (line) => {
  expect(await said(line)).not.toBe("");
});

test("names that are given", async () => {
  const lines = [
    words(hostile),
    words("help", hostile),
    words("open", path("missing")),
    words("open", hostile),
    words("open", run, "--tap", hostile),
    words("compare", run, `runs/${hostile}`),
    words("set", hostile, "1"),
    words("set", "scorer", hostile),
    words("set", `world.wallRule=${hostile}`),
    words("unset", hostile),
    words("new", hostile),
    words("unit", hostile),
    words("units", hostile),
    words("top", hostile),
    words("save", path("shown.svg")),
    words("save", hostile),
    words("train", "--resume", path("missing")),
    words("train", "--run", run, "--preset", hostile),
    words("train", "--preset", "quick", "--run", run),
    ...Object.keys(damages).map((end) => words("open", `runs/${named(end)}`)),
    ...Object.keys(damages).map((end) => words("train", "--resume", `runs/${named(end)}`)),
  ];
  for (const line of lines) await said(line);
  await said(words("open", path(".npz")));
  expect(await said("info")).toContain("\\x1b]0;owned");
  await said(words("open", run));
});

test("values of js, texts with their lines", async () => {
  const value = JSON.stringify(hostileValue);
  const text = await written(`js (${value})`);
  expect(text).toContain("\\x1b]0;owned\\x07");
  expectHarmless(text.replaceAll("\n", " "));
  for (const line of [`js ({a: ${value}, [${value}]: [${value}]})`, `js throw new Error(${value})`])
    await said(line);
});

test("a training of a hostile name in the background", async () => {
  const started = await said(words("train", "--resume", `runs/${hostile}`, "--steps", "30"));
  expect(started).not.toBe("");
  for (const line of ["jobs", "watch --json", "wait", "jobs"]) await said(line);
});

test("the prompt and what Tab offers", async () => {
  expectHarmless(promptOf(fake.shell));
  fake.shell.setStatus("training", hostile);
  expectHarmless(promptOf(fake.shell));
  fake.shell.setStatus("training", undefined);
  for (const line of ["open ", "open ./", "open runs/", "save ./", "set "]) {
    const { candidates } = await complete(line, fake.shell);
    for (const candidate of candidates) expectHarmless(candidate);
  }
});

test("lines of a history that would act are left out", () => {
  using home = temporaryFolder();
  const file = home.at("history");
  writeFileSync(file, `units\nopen \x1b]0;owned\x07\nopen \u202e\n\nsac 3\n`);
  expect(new History(file).all).toEqual(["units", "sac 3"]);
});
