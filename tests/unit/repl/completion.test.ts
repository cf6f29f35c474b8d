import { afterAll, beforeAll, expect, test } from "bun:test";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { complete } from "../../../repl/completion.ts";
import { execute } from "../../../repl/dispatch.ts";
import type { Shell } from "../../../repl/shell.ts";
import { fakeShell } from "../../support/fake-shell.ts";
import { trainTinyRun } from "../../support/tiny-run.ts";

let shell: Shell;

beforeAll(async () => {
  const { cwd } = await trainTinyRun(2, ["--run", "runs/first"]);
  mkdirSync(join(cwd, "maps"));
  writeFileSync(join(cwd, "maps", "a.npz"), "");
  for (const name of ["mine.npz", "net.safetensors", "notes.txt"]) writeFileSync(join(cwd, name), "");
  shell = fakeShell(cwd).shell;
});

afterAll(() => shell.close());

const offered = async (line: string) => (await complete(line, shell)).candidates;

test("a single candidate is finished with a space, a setting and a folder are not", async () => {
  expect(await offered("presets sorscher2")).toEqual(["sorscher2019 "]);
  expect(await offered("evaluate --tra")).toEqual(["--trajectories "]);
  expect(await offered("set train.learningR")).toEqual(["train.learningRate "]);
  expect(await offered("train --set train.learningR")).toEqual(["train.learningRate="]);
  expect(await offered("score ma")).toEqual(["maps/"]);
  expect(await offered("score maps/")).toEqual(["maps/a.npz "]);
  expect(await offered("evaluate --data maps/")).toEqual(["maps/a.npz "]);
});

test("commands, also behind a question mark", async () => {
  expect(await offered("un")).toEqual(["unit", "units", "unset"]);
  expect(await offered("?compa")).toEqual(["?compare "]);
  expect(await offered("help evalu")).toEqual(["evaluate "]);
});

test("runs by name and by path, and what comes along", async () => {
  expect(await offered("open ")).toEqual(expect.arrayContaining(["first", "quick", "runs/"]));
  expect(await offered("open runs/")).toEqual(["runs/first/"]);
  expect(await offered("compare quick fi")).toEqual(["first "]);
});

test("values of settings, scorers, choices and filters", async () => {
  expect(await offered("set scorer ban")).toEqual(["banino-si "]);
  expect(await offered("set world.wallRule ")).toEqual(["inside", "faithful", "keptSpeed"]);
  expect(await offered("evaluate --scorer pea")).toEqual(["pearson "]);
  expect(await offered("evaluate --blas n")).toEqual(["native "]);
  expect(await offered("units grid60")).toEqual(["grid60>", "grid60<"]);
  expect(await offered("units grid60>1 sort=spar")).toEqual(["sort=sparsity "]);
});

test("units are those of the open run", async () => {
  expect(await offered("unit 1")).toEqual([]);
  await execute(shell, "open first");
  const units = await offered("unit 1");
  expect(units).toContain("1");
  expect(units.every((unit) => Number(unit) < shell.network.units!)).toBe(true);
});

test("names of js, and after a dot what there is of the value", async () => {
  await execute(shell, "open first");
  expect(await offered("js gri")).toEqual(["grid60", "grid90"]);
  expect(await offered("js ")).toEqual(expect.arrayContaining(["config", "mean", "rateMap", "weights"]));
  expect(await offered("js ")).not.toContain("Math");
  expect(await offered("js 2 * Math.sq")).toEqual(["sqrt"]);
  expect(await complete("js mean(config.train.learningR", shell)).toEqual({
    ...{ candidates: ["learningRate"], word: "learningR" },
  });
  expect(await offered("js grid60.subar")).toEqual(["subarray"]);
  await execute(shell, "js fit = { slope: 2 }");
  expect(await offered("js fi")).toContain("fit");
  expect(await offered("js fit.sl")).toEqual(["slope"]);
});

test("in texts of js, behind calls and unknown commands nothing is offered", async () => {
  for (const line of ['js "gri', "js mean(grid60).to", "js nowhere.", "js 1.", "nonsense "]) {
    expect({ line, offered: await offered(line) }).toEqual({ line, offered: [] });
  }
});

test("what can be opened: runs, networks that come along, files of activity, and the checkpoints of a run", async () => {
  const here = await offered("open ");
  expect(here).toEqual(expect.arrayContaining(["first", "quick", "maps/", "mine.npz", "net.safetensors"]));
  expect(here).not.toContain("notes.txt");
  expect(await offered("open m")).toEqual(["maps/", "mine.npz"]);
  expect(await offered("open runs/first/")).toEqual([
    "runs/first/checkpoints/step-000002.safetensors",
    "runs/first/checkpoints/step-000001.safetensors",
    "runs/first/checkpoints/",
    "runs/first/figures/",
  ]);
});
