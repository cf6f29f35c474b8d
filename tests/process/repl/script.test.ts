import { expect, test } from "bun:test";
import { join } from "node:path";
import { writeActivityFile } from "../../support/activity-file.ts";
import { pythonWith, runPython } from "../../support/python.ts";
import { runShellScript } from "../../support/script-process.ts";
import { temporaryDirectory } from "../../support/temporary.ts";
import { trainTinyRun } from "../../support/tiny-run.ts";

const small = ["set trajectories 40", "set bins 8"];

test("lines are run in order, comments and empty lines left out, without prompt and escapes", async () => {
  const { code, stdout, stderr } = await runShellScript([
    "# a comment",
    "",
    "presets  # another",
    "open quick",
    "js units",
    "set bins",
  ]);
  expect(stderr).toBe("");
  expect(code).toBe(0);
  expect(stdout).toMatch(/^banino-quick +\S[\s\S]*^hexagons +\S/m);
  expect(stdout).toMatch(
    /\nquick: 256 relu units, 512 place cells, step \d+ of \d+\n256\nbins +20 +as evaluate\n {2}bins along each side \(default: 20, or as many as the scorer is made for\)\n$/,
  );
  expect(stdout).not.toContain("\x1b");
});

test("the first failure ends it with its exit code and its line", async () => {
  const { code, stdout, stderr } = await runShellScript(["js 1", "untis", "js 2"]);
  expect(stdout).toBe("1\n");
  expect(stderr).toBe("error: line 2: there is no command untis\n  did you mean units? help lists them\n");
  expect(code).toBe(2);
  const failed = await runShellScript(["open nowhere"]);
  expect(failed.stderr).toContain("line 1: there is no run or checkpoint nowhere");
  expect(failed.code).toBe(1);
  const plain = await runShellScript(["evaluate --bins 2"]);
  expect(plain.stderr).toContain("--bins");
  expect(plain.code).toBe(2);
});

test.each([
  ["units", "no run is open"],
  ["open", "open needs RUN"],
  ["open quick x", 'unexpected word "x"'],
  ["train quick", "--preset quick trains this preset"],
  ["open 'quick", "a ' is left open"],
  ["units --sort", "unknown flag --sort"],
  ["help unti", "there is no command unti"],
  ["unset bins", "bins is not set"],
  ["js", "js needs an expression"],
])("%s: %s", async (line, cause) => {
  const { code, stderr } = await runShellScript([line]);
  expect(stderr).toContain(cause);
  expect(code).toBe(2);
});

test("the same observation is behind all commands, and the shares are those of evaluate", async () => {
  const { code, stdout, stderr } = await runShellScript([
    "open quick",
    ...small,
    "score --json",
    "evaluate --trajectories 40 --bins 8 --json",
    "units grid60>0.5 --json",
    "unit 3 --json",
    "js count(grid60, (score) => score > 0.5)",
  ]);
  expect(code).toBe(0);
  expect(stderr).toContain("% of the bins are unvisited; set bins lower");
  const [, score, evaluated, units, unit, counted] = stdout.trim().split("\n");
  expect(JSON.parse(score!)).toEqual(JSON.parse(evaluated!));
  const listed = JSON.parse(units!).units as { unit: number; grid60: number }[];
  expect(listed.length).toBe(Number(counted));
  const scores = listed.map(({ grid60 }) => grid60);
  expect(scores).toEqual(scores.toSorted((a, b) => b - a));
  expect(JSON.parse(unit!)).toMatchObject({ unit: 3, bins: 8, scorer: "nan-aware" });
  expect(JSON.parse(unit!).rateMap).toHaveLength(64);
}, 60_000);

test("units are gone along in the order of the last list", async () => {
  const { stdout } = await runShellScript([
    ...["open quick", ...small, "units grid60>0.3 sort=-spacing --json"],
    ...["next --json", "next --json", "prev --json"],
  ]);
  const [, list, ...steps] = stdout
    .trim()
    .split("\n")
    .map((line) => (line.startsWith("{") ? JSON.parse(line) : line));
  const order = list.units.map(({ unit }: { unit: number }) => unit);
  expect(steps.map(({ unit }) => unit)).toEqual([order[0], order[1], order[0]]);
}, 60_000);

test("a run by its name, its loss, and Python that loads it", async () => {
  const { cwd } = await trainTinyRun(20, ["--run", "runs/first"]);
  const { code, stdout, stderr } = await runShellScript(["loss", "python"], { argv: ["first"], cwd });
  expect(stderr).toBe("");
  expect(code).toBe(0);
  expect(stdout).toContain("decode error (cm)");
  const python = pythonWith("numpy");
  if (!python) return;
  const lines = stdout.slice(stdout.indexOf("import json"));
  const said = runPython(
    python,
    `${lines}\nw = weights\nprint(w["recurrent"].shape == (len(w["input"]), len(w["input"])), w["decoder"].shape == w["encoder"].shape[::-1], place_centres.shape, metrics[-1]["step"], settings["seed"])`,
    cwd,
  );
  expect(said.trim()).toBe("True True (32, 2) 20 5");
}, 60_000);

test("a file of activity in a script, and Python that loads it", async () => {
  const cwd = temporaryDirectory();
  writeActivityFile(join(cwd, "theirs.npz"));
  const lines = ["open theirs.npz", "set bins 12", "top 1", "python"];
  const { code, stdout, stderr } = await runShellScript(lines, { cwd });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toContain("the best of 6 units by hexagonal score (nan-aware)");
  const python = pythonWith("numpy");
  if (!python) return;
  const loading = stdout.slice(stdout.indexOf("import numpy"));
  const said = runPython(python, `${loading}\nprint(position.shape, activity.shape)`, cwd);
  expect(said.trim()).toBe("(10, 400, 2) (10, 400, 6)");
}, 60_000);

test("a loss is refused where there is none", async () => {
  const { code, stderr } = await runShellScript(["open quick", "loss"]);
  expect(stderr).toContain("quick is no run directory");
  expect(code).toBe(2);
});

test("the shell as a whole has no JSON", async () => {
  const { code, stdout, stderr } = await runShellScript([], { argv: ["--json"] });
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).toContain("the shell as a whole has no JSON answer");
});
