/** Every command that looks at a network's activity takes `--world-set`, names what it changed, and changes nothing of the run. */
import { beforeAll, describe, expect, test } from "bun:test";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { figureKinds } from "../../../../src/cli/commands/figure/kinds.ts";
import { shellEntries } from "../../../../src/commands.ts";
import { npyArray } from "../../../../src/format/npy-array.ts";
import { readNpz } from "../../../../src/format/npz.ts";
import { recorded, writeActivityFile } from "../../../support/activity-file.ts";
import { capture } from "../../../support/capture.ts";
import { newestOf, type TinyRunOnDisk, trainTinyRun } from "../../../support/tiny-run.ts";

/** What to say to each command that looks at activity, beside the run and --world-set. */
const looking: Readonly<Record<string, readonly string[]>> = {
  evaluate: ["--trajectories", "40", "--bins", "6"],
  compare: ["quick", "--trajectories", "40", "--bins", "6"],
  report: ["--trajectories", "40", "--bins", "6", "--out", "report.html"],
  ratemaps: ["--trajectories", "40", "--bins", "6", "--out", "maps.npz"],
  figure: ["ratemaps", "--trajectories", "40", "--bins", "6", "--out", "maps.svg"],
  score: ["--trajectories", "40", "--bins", "6", "--out", "scores.npz"],
  sac: ["3", "--trajectories", "40", "--bins", "6"],
  tuning: ["--trajectories", "40", "--shuffles", "2"],
  decode: ["--trajectories", "40", "--out", "paths.npz"],
  place: ["5", "--trajectories", "40", "--bins", "6"],
  arena: ["--steps", "20"],
  baseline: ["--updates", "2", "--batch", "4", "--trajectories", "40"],
  ablate: ["--top", "4", "--trials", "2", "--steps", "5", "--trajectories", "40", "--bins", "6"],
  modules: ["--trajectories", "40", "--bins", "6"],
  lags: ["--trajectories", "40", "--bins", "6", "--shuffles", "2", "--max-lag", "2"],
  film: ["--by", "heading", "--units", "0-3", "--trajectories", "40", "--most", "2", "--out", "turn.gif"],
  walk: ["--seconds", "1", "--trajectories", "40", "--bins", "6"],
};

/** They name a run and look at no activity of it. */
const notLooking = ["train", "import", "export", "runs"];

const world = ["--world-set", "speedScale=1.4", "--world-set", "boxWidth=3"];
const text = "boxWidth = 3, trained with 2.2; speedScale = 1.4, trained with 1";
const conditions = { boxWidth: 3, speedScale: 1.4 };

let run: TinyRunOnDisk;
beforeAll(async () => {
  run = await trainTinyRun(10);
});

const line = (command: string, ...words: readonly string[]) => [
  ...[command, "run", ...looking[command]!, ...words, "--quiet", "--blas", "wasm"],
  ...(looking[command]!.includes("--out") ? ["--force"] : []),
];
const said = async (argv: readonly string[]): Promise<string> => {
  const { code, stdout, stderr } = await capture(argv, { cwd: run.cwd, env: { COLUMNS: "200" } });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return stdout;
};
const file = (name: string) => readFileSync(join(run.cwd, name), "utf8");

/** Names, contents and times of all that is in the run. */
function stateOf(path: string): string {
  const hash = createHash("sha256");
  for (const entry of readdirSync(path, { recursive: true, encoding: "utf8" }).sort()) {
    const found = statSync(join(path, entry));
    hash.update(`${entry} ${found.mtimeMs} ${found.size}`);
    if (found.isFile()) hash.update(readFileSync(join(path, entry)));
  }
  return hash.digest("hex");
}

test("the table has every command that takes a run", async () => {
  const named: string[] = [];
  for (const entry of shellEntries) {
    const { positionals, flags } = await entry.load();
    const takesRun = positionals.some(({ name }) => /\bRUN\b/.test(name));
    if (!takesRun || notLooking.includes(entry.name)) continue;
    named.push(entry.name);
    expect([entry.name, "worldSet" in flags]).toEqual([entry.name, true]);
  }
  expect(named.sort()).toEqual(Object.keys(looking).sort());
});

describe.each(Object.keys(looking))("%s", (command) => {
  test("names the conditions in its text and its JSON, and leaves the run as it is", async () => {
    const before = stateOf(run.path);
    const shown = await said(line(command, ...world));
    const answer = JSON.parse(await said(line(command, ...world, "--json")));
    const several: readonly { conditions: object }[] | undefined = answer.runs ?? answer.networks;
    // Of several networks each has its own, and they stand where that network's numbers are.
    if (command === "lags") expect(shown.replaceAll(/\s+/g, " ")).toContain(` conditions ${text} `);
    else expect(shown.trimEnd().split("\n").at(-1)).toBe(`conditions: ${text}`);
    for (const one of several ?? [answer]) expect(one.conditions).toEqual(conditions);
    expect(stateOf(run.path)).toBe(before);
  });

  test("says nothing of conditions where there are none", async () => {
    const words = line(command, "--world-set", "speedScale=1");
    expect(await said(words)).not.toContain("conditions");
    expect(await said([...words, "--json"])).not.toContain("conditions");
  });
});

describe("a network with dropout", () => {
  let dropping: TinyRunOnDisk;
  beforeAll(async () => {
    const choice = { bottleneck: 12, keepProbability: 0.5 };
    const words = Object.entries(choice).flatMap(([key, value]) => ["--set", `model.${key}=${value}`]);
    dropping = await trainTinyRun(10, words);
  });

  test.each(Object.keys(looking))("%s names it where it is on", async (command) => {
    // quick has none to be compared with.
    const argv = line(command, "--dropout", "--json").map((word) =>
      word === "quick" ? newestOf(dropping) : word,
    );
    const { code, stdout, stderr } = await capture(argv, dropping);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const answer = JSON.parse(stdout);
    for (const one of answer.runs ?? answer.networks ?? [answer]) {
      expect(one.conditions).toEqual({ dropout: true });
    }
  });

  test("figures of the training and files of activity take no --dropout", async () => {
    const figure = ["figure", "run", "loss", "--dropout", "--out", "loss.svg"];
    expect((await capture(figure, { cwd: dropping.cwd })).stderr).toBe(
      "error: loss shows what the training logged: it takes no --dropout\n  leave out --dropout\n",
    );
    writeActivityFile(join(dropping.cwd, "rat.npz"));
    const { code, stderr } = await capture(["evaluate", "rat.npz", "--dropout"], { cwd: dropping.cwd });
    expect(code).toBe(2);
    expect(stderr).toContain("rat.npz is a file of activity: --dropout is for networks");
  });
});

test("files name them as well: an array, the page, the heading of a figure", async () => {
  for (const command of ["ratemaps", "decode", "score", "report", "figure"])
    await said(line(command, ...world));
  for (const name of ["maps.npz", "paths.npz", "scores.npz"]) {
    expect(readNpz(join(run.cwd, name)).get("conditions")).toEqual({
      kind: "string",
      shape: [2],
      data: text.split("; "),
    });
  }
  expect(file("report.html")).toContain(`Conditions: ${text}.`);
  expect(file("report.html")).toContain("--world-set speedScale=1.4 --world-set boxWidth=3 --blas wasm");
  await said(line("ratemaps"));
  expect(readNpz(join(run.cwd, "maps.npz")).names()).not.toContain("conditions");
});

describe.each(figureKinds.filter(({ name }) => name !== "mosaic-reference"))("the figure $name", (kind) => {
  test("names them, or refuses another world", async () => {
    const { name, choices } = kind;
    const flags = [
      ...["--out", `${name}.svg`, "--blas", "wasm", ...world],
      ...(choices.includes("trajectories") ? ["--trajectories", "40"] : []),
      // Few samples leave sectors of heading unvisited, by which no unit can be called smooth.
      ...(name === "headings" ? ["--by", "heading"] : []),
      ...(choices.includes("bins") ? ["--bins", "6"] : []),
    ];
    const given = ["figure", "run", ...(name === "compare" ? ["quick"] : []), name, ...flags];
    const { code, stderr } = await capture(given, { cwd: run.cwd });
    if (!choices.includes("seed")) {
      expect(stderr).toBe(
        `error: ${name} shows what the training logged: it takes no --world-set\n  leave out --world-set\n`,
      );
      return;
    }
    expect({ name, code }).toEqual({ name, code: 0 });
    const letters = file(`${name}.svg`)
      .replaceAll(/<[^>]*>/g, " ")
      .replaceAll(/\s+/g, " ");
    expect(letters).toContain("speedScale = 1.4,");
  });
});

describe("of a recording", () => {
  const left = "less than 0.1 % of the samples left out: slow, or of unknown position";
  const bins = ["--bins", "8"];
  const ofFile: Readonly<Record<string, readonly string[]>> = {
    evaluate: bins,
    compare: ["quick", ...bins, "--trajectories", "10"],
    report: [...bins, "--out", "cells.html"],
    ratemaps: [...bins, "--out", "cells.npz"],
    figure: ["ratemaps", ...bins, "--out", "cells.svg"],
    score: [...bins, "--out", "scores.npz"],
    sac: ["3", ...bins],
    walk: ["--seconds", "1", ...bins],
    modules: bins,
    lags: [...bins, "--shuffles", "0", "--max-lag", "2"],
  };

  test.each(Object.keys(ofFile))("%s names them", async (command) => {
    const position = Float32Array.from({ length: 2 * recorded.trials * recorded.steps }, (_, i) =>
      i < 2 ? Number.NaN : 0.8 * Math.sin(i * (i % 2 === 0 ? 0.37 : 0.11)),
    );
    const shape = [recorded.trials, recorded.steps, 2];
    writeActivityFile(join(run.cwd, "rat.npz"), { position: npyArray(position, shape) });
    const words = ofFile[command]!;
    const force = words.includes("--out") ? ["--force"] : [];
    const argv = [command, "rat.npz", ...words, ...force, "--quiet", "--blas", "wasm"];
    expect((await said(argv)).replaceAll(/\s+/g, " ")).toContain(left);
    expect(await said([...argv, "--json"])).toContain('"samplesLeftOut":');
  });
});

test("networks in worlds of their own are each named with theirs", async () => {
  const wide = await trainTinyRun(2, ["--set", "world.boxWidth=3"]);
  const argv = [
    "compare",
    wide.path,
    "run",
    "--trajectories",
    "40",
    "--bins",
    "6",
    "--blas",
    "wasm",
    "--quiet",
  ];
  const shown = await said([...argv, "--world-set", "boxWidth=3"]);
  expect(shown).toContain("conditions of run: boxWidth = 3, trained with 2.2\n");
  expect(shown.match(/conditions/g)).toHaveLength(1);
});
