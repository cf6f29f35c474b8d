/** What a training writes of its units on the way. */
import { describe, expect, test } from "bun:test";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { decode } from "fast-png";
import { execute } from "../../../../repl/dispatch.ts";
import { listFrames, readFrame } from "../../../../src/run/film-frame.ts";
import { readMetrics, readScores } from "../../../../src/run/metrics-log.ts";
import { pathIntegration } from "../../../../src/tasks/path-integration/path-integration.ts";
import { capture } from "../../../support/capture.ts";
import { fakeShell } from "../../../support/fake-shell.ts";
import { readEvents } from "../../../support/reference/tfevents.ts";
import { newestOf, type TinyRunOnDisk, trainTinyRun, wantSteps } from "../../../support/tiny-run.ts";

const set = (...settings: string[]) => settings.flatMap((setting) => ["--set", `train.${setting}`]);

const run = await trainTinyRun(20, set("mosaic=true", "scoreEvery=5", "filmEvery=8"));
const logOf = ({ path }: TinyRunOnDisk) => join(path, "metrics.jsonl");

describe("a mosaic with each checkpoint", () => {
  const figures = join(run.path, "figures");

  test("is named after its step", () => {
    expect(readdirSync(figures).sort()).toEqual(
      [1, 10, 20].map((step) => `mosaic-step-0000${String(step).padStart(2, "0")}.png`),
    );
  });

  test("is as the figure has it, along the same paths", async () => {
    const words = ["mosaic-reference", "--trajectories", "600", "--out", "figure.png"];
    const { code, stderr } = await capture(["figure", "run", ...words], run);
    expect([code, stderr]).toEqual([0, expect.any(String)]);
    const ours = decode(readFileSync(join(figures, "mosaic-step-000020.png")));
    const figure = decode(readFileSync(join(run.cwd, "figure.png")));
    expect([ours.width, ours.height]).toEqual([380, 20]);
    expect(Buffer.from(ours.data as Uint8Array).equals(Buffer.from(figure.data as Uint8Array))).toBe(true);
  });

  test("says what it shows", () => {
    const { Title, Description } = decode(readFileSync(join(figures, "mosaic-step-000010.png"))).text;
    expect(Title).toBe("Rate maps of units 0 to 15 of 16 after training step 10");
    expect(Description).toContain("20 x 20 bins, 600 trajectories, 3000 samples.");
    expect(Description).toContain("scorer nan-aware: the best is unit");
  });
});

test.each(pathIntegration.networks.map(({ kind }) => kind))(
  "a %s is looked at like any other network",
  async (kind) => {
    const other = await trainTinyRun(2, [
      ...set("mosaic=true", "scoreEvery=1"),
      "--set",
      `model.kind=${kind}`,
    ]);
    expect(readdirSync(join(other.path, "figures"))).toHaveLength(2);
    expect(readScores(logOf(other)).at(-1)).toMatchObject({ step: 2, units: 16 });
  },
);

test("scores stand in the log, in lines of their own kind, and in TensorBoard", () => {
  const records = readScores(logOf(run));
  expect(records.at(-1)).toMatchObject({
    step: 20,
    scorer: "nan-aware",
    bins: 20,
    units: 16,
    trajectories: 600,
  });
  expect(readMetrics(logOf(run))).toHaveLength(20);
  const [events] = readdirSync(run.path).filter((name) => name.startsWith("events.out.tfevents."));
  const points = readEvents(readFileSync(join(run.path, events!))).flatMap(({ step, scalars }) =>
    scalars.map(({ tag, value }) => [Number(step), tag, value]),
  );
  const { shareAboveNull95 } = records.at(-1)!;
  expect(points).toContainEqual([20, "scores/shareAboveNull95", Math.fround(shareAboveNull95!)]);
});

describe("pictures in TensorBoard", () => {
  const eventsIn = ({ path }: TinyRunOnDisk) =>
    readdirSync(path)
      .filter((name) => name.startsWith("events.out.tfevents."))
      .flatMap((name) => readEvents(readFileSync(join(path, name))));
  const mosaics = ["validation/s60_ratemaps", "validation/s90_ratemaps"];
  const tags = [...mosaics, ...Array.from({ length: 10 }, (_, i) => `path_integration/${i}`)];
  const expectEach = (seen: TinyRunOnDisk, steps: readonly number[]) => {
    const found = eventsIn(seen).flatMap(({ step, images = [] }) =>
      images.map(({ tag }) => `${step} ${tag}`),
    );
    expect(found.sort()).toEqual(steps.flatMap((step) => tags.map((tag) => `${step} ${tag}`)).sort());
  };

  test("have the published names, at their steps and after the last one, once each also where a run went on", async () => {
    const stopped = await trainTinyRun(15, set("imageEvery=4"));
    expectEach(stopped, [4, 8, 12, 15]);
    const images = eventsIn(stopped).flatMap(({ images: some = [] }) => some);
    for (const { png, width, height, colourSpace } of images) {
      const picture = decode(png);
      expect([picture.width, picture.height, picture.channels]).toEqual([width, height, colourSpace]);
    }
    expect(images.reduce((sum, { png }) => sum + png.length, 0) / 4).toBeLessThan(1e6);
    wantSteps(stopped, 20);
    rmSync(newestOf(stopped));
    expect((await capture(["train", "--resume", "run"], stopped)).code).toBe(0);
    expectEach(stopped, [4, 8, 12, 16, 20]);
    const texts = eventsIn(stopped).flatMap(({ texts: some = [] }) => some);
    expect(texts).toHaveLength(1);
    expect(texts[0]).toMatchObject({ tag: "config", plugin: "text" });
    expect(texts[0]!.text).toMatch(/^```yaml\n[\s\S]*imageEvery: 4\n[\s\S]*\n```$/);
    const losses = eventsIn(stopped).flatMap(({ step, scalars }) =>
      scalars.flatMap(({ tag }) => (tag === "loss" ? [Number(step)] : [])),
    );
    expect(losses).toEqual([...new Set(losses)]);
  });

  test("are none where nobody asked", () => {
    expect(eventsIn(run).flatMap(({ images = [] }) => images)).toEqual([]);
  });
});

describe("the figure learning", () => {
  test("shows scores, shares and spacing with their null", async () => {
    const { code, stderr } = await capture(["figure", "run", "learning", "--out", "learning.svg"], run);
    expect([code, stderr]).toEqual([0, ""]);
    const svg = readFileSync(join(run.cwd, "learning.svg"), "utf8");
    const words = [
      "scorer nan-aware, 20 x 20 bins, 600 trajectories",
      "256 maps of noise",
      "95th percentile of the null",
    ];
    for (const word of [...words, "share of the units (%)", "noise above 0.37"]) expect(svg).toContain(word);
  });

  test("says how a run is scored that was not", async () => {
    const { cwd } = await trainTinyRun(1);
    const { code, stderr } = await capture(["figure", "run", "learning", "--out", "learning.svg"], { cwd });
    expect(code).toBe(1);
    expect(stderr).toStartWith(
      "error: run was not scored while it was trained\n  train with --set train.scoreEvery=100",
    );
  });
});

test("the shell shows them below the loss", async () => {
  const { shell, written } = fakeShell(run.cwd);
  await execute(shell, "loss run");
  await shell.close();
  expect(written.stdout).toContain("95th percentile of noise");
  expect(written.stdout).toContain("nan-aware, 20 x 20 bins, 600 trajectories");
});

test("frames hold the maps of the last network", () => {
  expect(listFrames(run.path).map(({ step }) => step)).toEqual([1, 8, 16, 20]);
  const last = readFrame(listFrames(run.path).at(-1)!.path);
  expect(last).toMatchObject({ step: 20, bins: 20, scorer: "nan-aware" });
  expect([last.grid60.length, last.units.length]).toEqual([16, 16]);
});

test("a run goes on with other records than it began with, from its checkpoint on", async () => {
  const stopped = await trainTinyRun(20, set("scoreEvery=5", "filmEvery=4"));
  wantSteps(stopped, 30);
  rmSync(newestOf(stopped));
  const { code, stderr } = await capture(
    ["train", "--resume", "run", "--quiet", ...set("filmEvery=null", "scoreEvery=null", "mosaic=true")],
    stopped,
  );
  expect([code, stderr]).toEqual([0, ""]);
  expect(listFrames(stopped.path).map(({ step }) => step)).toEqual([1, 4, 8]);
  expect(readScores(logOf(stopped))).toEqual([]);
  expect(readdirSync(join(stopped.path, "figures")).sort()).toEqual(
    [20, 30].map((step) => `mosaic-step-0000${step}.png`),
  );
});

test("a network too small for a mosaic is trained without, and that is said once", async () => {
  const small = [
    "train",
    "--steps",
    "2",
    "--blas",
    "wasm",
    "--run",
    "small",
    ...set("mosaic=true", "batchSize=8", "sequenceLength=5", "checkpointEvery=1"),
  ];
  const sizes = ["--set", "model.units=8", "--set", "code.placeCells=32", "--set", "code.width=0.4"];
  const { code, stderr } = await capture([...small, ...sizes], run);
  expect(code).toBe(0);
  expect(stderr.match(/no mosaics of this training: 8 units do not fill a row of one/g)).toHaveLength(1);
});
