/** The shell with a network open whose dropout is on. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import { execute } from "../../../repl/dispatch.ts";
import { promptOf } from "../../../repl/prompt.ts";
import { type FakeShell, fakeShell } from "../../support/fake-shell.ts";
import { trainTinyRun } from "../../support/tiny-run.ts";

let fake: FakeShell;

beforeAll(async () => {
  const around = { bottleneck: 12, keepProbability: 0.5 };
  const settings = Object.entries(around).flatMap(([key, value]) => ["--set", `model.${key}=${value}`]);
  const { cwd } = await trainTinyRun(10, [...settings, "--run", "runs/dropping"]);
  fake = fakeShell(cwd, 200);
  for (const line of ["set trajectories 40", "set bins 6"]) await execute(fake.shell, line);
});

afterAll(() => fake.shell.close());

/** What one line prints. */
async function said(line: string): Promise<string> {
  const before = fake.written.stdout.length;
  await execute(fake.shell, line);
  return fake.written.stdout.slice(before);
}

test("prompt, views and commands name it; a tap of the same keeps it", async () => {
  const evaluate = "evaluate --tap units --trajectories 40 --bins 6 --quiet";
  const condition = "conditions: dropout on, as in training";
  for (const line of ["open dropping --dropout", "info", "score", "sac 3", evaluate]) {
    const shown = await said(line);
    expect({ line, last: shown.trimEnd().split("\n").at(-1) }).toEqual({ line, last: condition });
    expect(JSON.parse(await said(`${line} --json`)).conditions).toEqual({ dropout: true });
  }
  expect(promptOf(fake.shell)).toBe("dropping dropout=true #3 > ");
});

test("a network without is refused when it is opened, and the other one stays open", async () => {
  await said("open dropping --dropout");
  await expect(execute(fake.shell, "open quick --dropout")).rejects.toThrow("this network has no dropout");
  expect(promptOf(fake.shell)).toBe("dropping dropout=true > ");
});
