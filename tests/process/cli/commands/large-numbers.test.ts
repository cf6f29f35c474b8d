/** Numbers beyond all measure, for every flag and every setting that takes one: an answer or a refusal, at once, and little memory. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { type Flag, flagName } from "../../../../src/cli/frame/flags.ts";
import { commands } from "../../../../src/commands.ts";
import { listSettings } from "../../../../src/config/settings.ts";
import { writeNpy } from "../../../../src/format/npy.ts";
import { npyArray } from "../../../../src/format/npy-array.ts";
import { capture } from "../../../support/capture.ts";
import { memoryLimit } from "../../../support/memory-limit.ts";
import { temporaryFolder } from "../../../support/temporary-folder.ts";

const numbers = [1e9, 2 ** 31, 2 ** 32, 9e15];
const mebibyte = 2 ** 20;
const mostMilliseconds = 5000;

const folder = temporaryFolder();
const limit = memoryLimit(700 * mebibyte);
afterAll(() => {
  limit[Symbol.dispose]();
  folder[Symbol.dispose]();
});

beforeAll(async () => {
  const noise = Float32Array.from({ length: 2 * 8 * 8 }, (_, i) => Math.sin(i * i));
  writeFileSync(folder.at("maps.npy"), writeNpy(npyArray(noise, [2, 8, 8])));
  writeFileSync(folder.at("places.npy"), writeNpy(npyArray(Float32Array.of(0, 0, 1, 1), [2, 2])));
  const track = Array.from({ length: 60 }, (_, i) => `${i / 10},${Math.sin(i)},${Math.cos(i)},${i % 3}`);
  writeFileSync(folder.at("track.csv"), `t,x,y,rate\n${track.join("\n")}\n`);
  const seen = ["train", "--preset", "quick", ...training, "--run", "seen", "--quiet"];
  const records = ["simulate", "--format", "tfrecord", "--out", "records", ...few];
  for (const made of [seen, records]) expect((await capture(made, { cwd: folder.path })).code).toBe(0);
});

const few = ["--trajectories", "20", "--steps", "5", "--workers", "1"];
const observed = [...few, "--bins", "10"];
const tiny = [
  "model.units=8",
  "code.placeCells=9",
  "train.batchSize=4",
  "train.sequenceLength=3",
  "train.steps=1",
  "workers=1",
];
const training = tiny.flatMap((setting) => ["--set", setting]);

/** A quick call of each command that takes a number; a later flag counts. */
const calls: Readonly<Record<string, readonly (readonly string[])[]>> = {
  quickstart: [["--workers", "1"]],
  train: [["--preset", "quick", ...training]],
  evaluate: [["quick", ...observed]],
  report: [["quick", ...observed, "--out", "page.html", "--force"]],
  ratemaps: [["quick", ...observed]],
  figure: ["ratemaps", "sac", "arena", "decode", "mosaic-reference"].map((kind) => [
    ...["quick", kind, "--out", "x.svg", "--force", ...few],
  ]),
  sac: [["quick", "3", ...observed]],
  tuning: [["quick", ...few]],
  walk: [["quick", ...observed, "--seconds", "1"]],
  compare: [["quick", "hexagons", ...observed]],
  film: [["seen", "--out", "seen.gif", "--force"]],
  decode: [["quick", ...few]],
  baseline: [["quick", "--updates", "1", "--batch", "2", ...few]],
  ablate: [["quick", "--top", "2", "--trials", "1", "--score-trajectories", "20", ...observed]],
  lags: [["quick", "--units", "0-3", "--max-lag", "2", "--shuffles", "1", ...few, "--bins", "10"]],
  modules: [["quick", "--shuffles", "2", ...observed]],
  "import-recording": [["track.csv", "--out", "track.npz", "--force"]],
  place: [["quick", "3", ...observed]],
  arena: [["quick", ...few]],
  simulate: [["--out", "walk.npz", "--force", ...few]],
  dataset: [["records"]],
  encode: [["places.npy", "--out", "code.npz", "--force", "--workers", "1"]],
  score: [["maps.npy", "--shuffles", "3", "--workers", "1"]],
  import: [["maps.npy", "--out", "imported"]],
  bench: [["--training"]],
};

/** What has no answer within seconds, whatever it is given. */
const alsoWithout = ["quickstart --seed"];

let run = 0;
async function check(argv: readonly string[]): Promise<void> {
  const began = performance.now();
  const { code, stdout, stderr } = await capture([...argv], { cwd: folder.path });
  const shown = `${argv.join(" ")}\n${stderr}`;
  expect(shown).not.toContain("this is a bug");
  if (code !== 0) {
    expect(shown).toMatch(/\nerror: .+\n {2}.+\n$/);
    expect(stdout).toBe("");
  }
  expect([shown, performance.now() - began < mostMilliseconds]).toEqual([shown, true]);
}

const takesNumber = ({ type }: Flag) => type === "integer" || type === "number";

describe("every flag", () => {
  for (const entry of commands) {
    test(entry.name, async () => {
      const { flags } = await entry.load();
      const names = Object.keys(flags).filter((name) => takesNumber(flags[name]!) || name === "workers");
      if (names.length === 0) return;
      for (const call of calls[entry.name]!) {
        for (const name of names
          .map(flagName)
          .filter((flag) => !alsoWithout.includes(`${entry.name} ${flag}`))) {
          const own = entry.name === "train" ? ["--run", `run-${run++}`] : [];
          for (const number of numbers) await check([entry.name, ...call, ...own, name, String(number)]);
        }
      }
    }, 120_000);
  }
});

describe("every setting", () => {
  const settings = listSettings().filter(
    (setting) => typeof setting.default === "number" || setting.default === null || setting.key === "workers",
  );
  test.each(settings.map(({ key, of = "" }) => [`${of} ${key}`.trim(), key, of] as const))(
    "%s",
    async (_, key, of) => {
      const preset = of === "" ? "quick" : "quick-gru";
      for (const number of numbers) {
        const own = ["--run", `run-${run++}`, "--set", `${key}=${number}`];
        await check(["train", "--preset", preset, ...training, ...own]);
      }
    },
    60_000,
  );
});

test("all of it took little memory", () => {
  expect(process.memoryUsage.rss()).toBeLessThan(2000 * mebibyte);
});
