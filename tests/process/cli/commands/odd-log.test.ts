/** Numbers in a log that no training would write: every command that draws it answers. */
import { afterAll, describe, expect, test } from "bun:test";
import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execute } from "../../../../repl/dispatch.ts";
import { capture } from "../../../support/capture.ts";
import { fakeShell } from "../../../support/fake-shell.ts";
import { trainTinyRun } from "../../../support/tiny-run.ts";

const run = await trainTinyRun(20);
const line = (step: number, decodeErrorCm: number, loss = 5) => JSON.stringify({ step, loss, decodeErrorCm });

const few = ["--trajectories", "8", "--steps", "20"];

const nulls = ["meanGridScore", "medianGridScore", "null95", "nullStep", "nullMaps", "shareAboveNull95"];
const more = ["threshold", "shareAboveThreshold", "nullShareAboveThreshold", "medianSpacing"];
const scoresOfNothing = JSON.stringify({
  ...{ kind: "scores", step: 20, scorer: "nan-aware", bins: 20, trajectories: 600, units: 16 },
  ...Object.fromEntries([...nulls, ...more].map((name) => [name, null])),
});

const logs: readonly (readonly [string, readonly string[]])[] = [
  ["a zero", [line(5, 80), line(10, 0), line(20, 60)]],
  ["zeros only", [line(10, 0, 0), line(20, 0, 0)]],
  ["negative values", [line(10, -1, -1), line(20, -2, 3)]],
  ["the largest and the smallest", [line(10, 5e-324, -1e308), line(20, 1e308, 1e308)]],
  ["one line", [line(20, 60)]],
  ["scores of nothing", [line(20, 60), scoresOfNothing]],
];
const { shell, written } = fakeShell(run.cwd);
afterAll(() => shell.close());

describe.each(logs)("a log with %s", (name, lines) => {
  const path = join(run.cwd, name.replaceAll(" ", "-"));
  cpSync(run.path, path, { recursive: true });
  writeFileSync(join(path, "metrics.jsonl"), lines.map((text) => `${text}\n`).join(""));

  test("figure loss", async () => {
    const said = await capture(["figure", path, "loss", "--out", `${path}.svg`, "--quiet"], run);
    expect([said.code, said.stderr]).toEqual([0, ""]);
  });

  test("report", async () => {
    const said = await capture(["report", path, "--out", `${path}.html`, "--quiet", ...few], run);
    expect([said.code, said.stderr]).toEqual([0, ""]);
  }, 20_000);

  test.each(["loss", "loss --log"])("%s in the shell", async (command) => {
    written.stdout = "";
    await execute(shell, command.replace("loss", `loss ${path}`));
    expect(written.stdout).toContain("loss (nats)");
    expect(written.stdout).toContain("decode error");
    expect(written.stdout).not.toMatch(/NaN|Infinity/);
  });
});
