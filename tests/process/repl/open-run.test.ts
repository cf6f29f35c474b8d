/** Commands about the open run, in this process. */
import { afterAll, beforeAll, expect, spyOn, test } from "bun:test";
import { existsSync, renameSync } from "node:fs";
import { join } from "node:path";
import { execute } from "../../../repl/dispatch.ts";
import * as plainCommands from "../../../repl/plain-command.ts";
import * as engines from "../../../src/engine/engine.ts";
import { capture } from "../../support/capture.ts";
import { type FakeShell, fakeShell } from "../../support/fake-shell.ts";
import { trainTinyRun } from "../../support/tiny-run.ts";

let cwd: string;
let opened: FakeShell[] = [];

beforeAll(async () => {
  ({ cwd } = await trainTinyRun(20, ["--run", "runs/first"]));
});

afterAll(async () => {
  for (const { shell } of opened) await shell.close();
  opened = [];
});

function newShell(columns?: number): FakeShell {
  const fake = fakeShell(cwd, columns);
  opened.push(fake);
  return fake;
}

/** What one line prints. */
async function said({ shell, written }: FakeShell, line: string): Promise<string> {
  const before = written.stdout.length;
  await execute(shell, line);
  return written.stdout.slice(before);
}

async function look(columns?: number): Promise<FakeShell> {
  const fake = newShell(columns);
  for (const line of ["open first", "set trajectories 60", "set bins 8"]) await execute(fake.shell, line);
  return fake;
}

test.each(["deepmind-code", "nan-aware"])(
  "the shell and sac agree on the spacing of a grid with %s",
  async (scorer) => {
    const fake = newShell();
    // So few trajectories that some bins are never visited: what is made of those decides.
    const lines = ["open quick", "set trajectories 100", "set bins 32", `set scorer ${scorer}`];
    for (const line of lines) await execute(fake.shell, line);
    const flags = ["--trajectories", "100", "--bins", "32", "--scorer", scorer, "--json"];
    const sac = JSON.parse((await capture(["sac", "quick", "67", ...flags])).stdout);
    expect(sac.rateMap).toContain(null);
    expect(sac.spacing).toBeGreaterThan(1);
    const { units } = JSON.parse(await said(fake, "units --json")) as { units: { unit: number }[] };
    expect(units.find(({ unit }) => unit === 67)).toMatchObject({ spacing: sac.spacing });
    const { p60, q60, threshold60, fourier, ...unit } = JSON.parse(await said(fake, "unit 67 --json"));
    expect(unit).toMatchObject({ spacing: sac.spacing });
    const words = await said(fake, "unit 67");
    expect(words).toContain(
      `p of grid60    ${p60.toFixed(3)}, q ${q60.toFixed(3)}, 95 % below ${threshold60.toFixed(2)}; of grid90 `,
    );
    expect(words).toMatch(/^orientation +[\d.]+ deg, s\.d\. [\d.]+; ellipticity 1\.\d\d$/m);
    expect(words).toContain(`fourier        ${fourier.toFixed(3)}`);
    expect(JSON.parse(await said(fake, "sac 67 --json"))).toMatchObject({ spacing: sac.spacing });
  },
);

test.each([60, 80, 120])("nothing is wider than %d columns", async (columns) => {
  const fake = await look(columns);
  const lines = [
    "help",
    "?units",
    "?set",
    "units",
    "unit 3",
    "next",
    "top 3",
    "rates 2",
    "sac 3",
    "null",
    "loss",
    "info",
  ];
  for (const line of lines) {
    const text = await said(fake, line);
    const tooWide = text.split("\n").filter((row) => Bun.stringWidth(row) > columns && !row.includes(cwd));
    expect({ line, tooWide }).toEqual({ line, tooWide: [] });
    expect(text.trim()).not.toBe("");
  }
});

test("the network runs once for all of them, and again when it is looked at otherwise", async () => {
  const { shell } = await look();
  await execute(shell, "units --json");
  const { engine } = await shell.network.analysis();
  const jobs = spyOnJobs(engine.pool);
  for (const line of ["unit 3 --json", "units --json", "top 2", "rates 3"]) await execute(shell, line);
  expect(jobs()).not.toContain("rate-map");
  await execute(shell, "set bins 7");
  await execute(shell, "units --json");
  expect(jobs()).toContain("rate-map");
});

/** The names of the jobs that the pool was given since. */
function spyOnJobs(pool: { run: (...words: never[]) => void }): () => string[] {
  const names: string[] = [];
  const run = pool.run.bind(pool) as (...words: unknown[]) => void;
  pool.run = (...words: unknown[]) => {
    names.push((words[0] as { id: string }).id.split("@")[0]!);
    run(...words);
  };
  return () => names;
}

test("the open run stands in where a RUN is left out, and only there", async () => {
  const fake = await look();
  const mean = JSON.parse(await said(fake, "evaluate --trajectories 60 --bins 8 --json"));
  const named = JSON.parse(await said(fake, "evaluate first --trajectories 60 --bins 8 --json"));
  expect(named).toEqual(mean);
  expect(JSON.parse(await said(fake, "tuning 3 --trajectories 20 --shuffles 2 --json"))).toMatchObject({
    unit: 3,
  });
  await execute(fake.shell, "unit 5 --json");
  expect(JSON.parse(await said(fake, "sac --json"))).toMatchObject({ unit: 5, bins: 8 });
  expect(JSON.parse(await said(fake, "sac quick 6 --trajectories 60 --bins 9 --json"))).toMatchObject({
    unit: 6,
    bins: 9,
  });
  expect(execute(fake.shell, "evaluate nowhere")).rejects.toThrow("evaluate failed");
});

test("js has arrays of its own: what it does to them changes nothing", async () => {
  const fake = await look();
  const before = await said(fake, "units --json");
  for (const change of [
    "grid60.sort()",
    "rateMap.fill(0)",
    "meanActivity.fill(7)",
    "config.train.steps = 3",
  ]) {
    await execute(fake.shell, `js ${change}`);
  }
  await execute(fake.shell, "js weights.encoder.fill(0), weights.recurrent.fill(0), centres.fill(0)");
  expect(await said(fake, "units --json")).toBe(before);
  expect(await said(fake, "js config.train.steps")).toBe("20\n");
  expect(await said(fake, "js max(weights.encoder) > 0 && max(centres) > 0")).toBe("true\n");
});

test("save writes what was shown last, as the run is looked at", async () => {
  const fake = await look();
  await execute(fake.shell, "unit 3 --json");
  await execute(fake.shell, "save unit.svg");
  expect(await Bun.file(join(cwd, "unit.svg")).text()).toContain("Unit 3 of first");
  await execute(fake.shell, "save loss.svg loss");
  expect(existsSync(join(cwd, "loss.svg"))).toBe(true);
  expect(execute(fake.shell, "save loss.svg")).rejects.toThrow("figure failed");
  expect(fake.written.stderr).toContain("exists");
  expect(execute(fake.shell, "save a.svg los")).rejects.toThrow("los");
});

test("save and tune are about the checkpoint that is open, also when the run has a newer one", async () => {
  const run = await trainTinyRun(20);
  const fake = fakeShell(run.cwd);
  opened.push(fake);
  const [first, last] = ["step-000010", "step-000020"].map((name) =>
    join(run.path, `checkpoints/${name}.safetensors`),
  ) as [string, string];
  const kept = join(run.cwd, "kept");
  renameSync(last, kept);
  await execute(fake.shell, "open run");
  expect(fake.shell.network.newerStep).toBeUndefined();
  renameSync(kept, last);
  expect(fake.shell.network).toMatchObject({ source: first, newerStep: 20 });
  await execute(fake.shell, "set trajectories 60");
  await execute(fake.shell, "save scores.svg scores");
  expect(await Bun.file(join(run.cwd, "scores.svg")).text()).toContain("run after 10 steps");
  await execute(fake.shell, "save loss.svg loss");
  const spied = spyOn(plainCommands, "runPlainCommand").mockImplementation(async () => {});
  try {
    await execute(fake.shell, "tune 5");
    expect(spied.mock.calls[0]![2]).toEqual([first, "5"]);
  } finally {
    spied.mockRestore();
  }
  expect(fake.shell.figure).toEqual(["sac", "--unit", "5"]);
  expect(fake.written.stderr).not.toContain("newer checkpoint");
  await execute(fake.shell, "evaluate --trajectories 60 --bins 8 --json");
  expect(fake.written.stderr).toContain("run has a newer checkpoint (step 20); open run reads it\n");
});

test("an engine that could not be started is started anew when it is needed again", async () => {
  const { shell } = await look();
  const failing = spyOn(engines, "openEngine").mockRejectedValueOnce(new Error("no memory"));
  try {
    await expect(shell.network.analysis()).rejects.toThrow("no memory");
  } finally {
    failing.mockRestore();
  }
  expect(await shell.network.analysis()).toHaveProperty("engine");
});

test("compare names the settings in which two runs differ", async () => {
  const fake = await look();
  const text = await said(fake, "compare first quick");
  expect(text).toContain("train.steps");
  expect(text).toContain("decode error, cm");
  expect(fake.shell.network.name).toBe("runs/first");
});

test("opening another run forgets unit and list", async () => {
  const fake = await look();
  await execute(fake.shell, "unit 3 --json");
  await execute(fake.shell, "open quick");
  expect(fake.shell.unit).toBeUndefined();
  expect(execute(fake.shell, "rates")).rejects.toThrow("which unit?");
  expect(execute(fake.shell, "rates 256")).rejects.toThrow("there is no unit 256");
});

test("what is open is said within the columns that there are", async () => {
  const shell = newShell(40);
  const expected = "runs/first: 16 relu units, 32 place\ncells, step 20 of 20\n";
  expect(await said(shell, "open first")).toBe(expected);
  expect(await said(shell, "world --trained")).toBe(expected);
});
