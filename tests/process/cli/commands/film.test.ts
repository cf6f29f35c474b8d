/** A film of a training. */
import { describe, expect, test } from "bun:test";
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { decode } from "fast-png";
import { fittingGif } from "../../../../src/cli/commands/film/film-file.ts";
import { bestAtEnd, filmStills } from "../../../../src/cli/commands/film/stills.ts";
import { type FilmStill, filmScene } from "../../../../src/draw/figure/film-scene.ts";
import { svgText } from "../../../../src/draw/figure/svg-text.ts";
import type { FilmFrame } from "../../../../src/run/film-frame.ts";
import { capture } from "../../../support/capture.ts";
import { memoryLimit } from "../../../support/memory-limit.ts";
import { readGif } from "../../../support/reference/gif.ts";
import { trainTinyRun } from "../../../support/tiny-run.ts";

const run = await trainTinyRun(20, ["--set", "train.filmEvery=8"]);
const film = (...words: string[]) => capture(["film", "run", ...words], run);

describe("film", () => {
  test("shows the frames that were kept, and the checkpoints between them", async () => {
    const { code, stdout } = await film("--out", "learning.gif", "--json", "--fps", "10");
    const answer = JSON.parse(stdout);
    expect([code, answer.steps]).toEqual([0, [1, 8, 10, 16, 20]]);
    expect(answer.units).toHaveLength(12);
    const bytes = readFileSync(join(run.cwd, "learning.gif"));
    const gif = readGif(bytes);
    expect([gif.width, gif.height, gif.loops]).toEqual([answer.width, answer.height, 0]);
    expect(gif.frames.map(({ delay }) => delay)).toEqual([10, 10, 10, 10, 250]);
    expect(answer.bytes).toBe(bytes.length);
    // As many frames as there are at most, all of the size of these.
    expect((bytes.length / 5) * 60).toBeLessThan(4 * 2 ** 20);
  });

  test("writes each frame as a picture", async () => {
    const { code, stderr } = await film(
      "--frames",
      "frames",
      "--width",
      "353",
      "--units",
      "3,0-1",
      "--quiet",
    );
    expect([code, stderr]).toEqual([0, ""]);
    const names = readdirSync(join(run.cwd, "frames")).sort();
    expect(names).toEqual([1, 2, 3, 4, 5].map((number) => `frame-000${number}.png`));
    expect(decode(readFileSync(join(run.cwd, "frames", names[0]!))).width).toBe(353);
    expect((await film("--frames", "frames")).stderr).toContain("frames is not empty\n  use --force");
    writeFileSync(join(run.cwd, "frames", "notes.txt"), "mine");
    expect((await film("--frames", "frames", "--force", "--most", "2", "--quiet")).code).toBe(0);
    expect(readdirSync(join(run.cwd, "frames")).sort()).toEqual([
      "frame-0001.png",
      "frame-0002.png",
      "notes.txt",
    ]);
  });

  test("of a training that kept no frames shows the checkpoints, and says how to keep more", async () => {
    const bare = await trainTinyRun(10);
    const { code, stderr } = await capture(["film", "run", "--frames", "f", "--width", "300"], bare);
    expect([code, readdirSync(join(bare.cwd, "f")).length]).toEqual([0, 2]);
    expect(stderr).toContain(
      "2 frames, one a checkpoint: a training with --set train.filmEvery=20 keeps more\n",
    );
  });

  test("needs no log", async () => {
    const bare = await trainTinyRun(10);
    rmSync(join(bare.path, "metrics.jsonl"));
    const { code } = await capture(["film", "run", "--out", "a.gif", "--width", "300", "--quiet"], bare);
    expect([code, statSync(join(bare.cwd, "a.gif")).size > 1000]).toEqual([0, true]);
  });

  test.each([
    [["run"], "film needs --out or --frames"],
    [["run", "--out", "a.png"], "a.png does not end in .gif"],
    [["run", "--out", "a.gif", "--units", "16"], "there is no unit 16"],
    [
      ["quick", "--out", "a.gif"],
      "quick is a single network, without its training\n  name a run directory; bun run entorhinal runs lists",
    ],
    [["runs", "--out", "a.gif"], "does not exist"],
  ])("refuses %p", async (words, cause) => {
    const { code, stderr } = await capture(["film", ...words], run);
    expect(code).toBeGreaterThan(0);
    expect(stderr).toStartWith("error: ");
    expect(stderr).toContain(cause);
  });
});

const frameAt = (step: number, changes: Partial<FilmFrame> = {}): FilmFrame => ({
  ...{ step, scorer: "nan-aware", trajectories: 600, bins: 3, nullStep: step },
  units: Int32Array.of(0, 2),
  maps: Uint8Array.from({ length: 18 }, (_, i) => (i === 4 ? 255 : (i * step) % 255)),
  grid60: Float32Array.of(0.2, 0.9, 0.4),
  null60: Float32Array.of(0.1, 0.3),
  ...changes,
});

const planOf = (frames: readonly FilmFrame[]) => ({
  ...{ name: "first", steps: 40, frames, units: [2, 0], curve: undefined },
  arena: { width: 2, height: 1, periodic: false } as never,
});

describe("a film over heading", () => {
  const sliced = (...words: string[]) =>
    capture(["film", "run", "--by", "heading", "--trajectories", "2000", "--quiet", ...words], run);

  test("has a frame for each sector, all units on one scale, and plays around and around", async () => {
    const { code, stdout, stderr } = await sliced("--out", "turn.gif", "--most", "6", "--json");
    expect([code, stderr]).toEqual([0, ""]);
    const answer = JSON.parse(stdout);
    expect(answer.headingsDegrees).toEqual(
      [-150, -90, -30, 30, 90, 150].map((degrees) => expect.closeTo(degrees, 9)),
    );
    expect(answer.units).toHaveLength(16);
    const gif = readGif(readFileSync(join(run.cwd, "turn.gif")));
    expect([gif.width, gif.height, gif.loops]).toEqual([answer.width, answer.height, 0]);
    // At 6 frames a second, the last one like the others.
    expect(gif.frames.map(({ delay }) => delay)).toEqual([17, 17, 17, 17, 17, 17]);
  });

  test("shows the units that score highest, or those named, of a single checkpoint as well", async () => {
    const best = await sliced("--frames", "best", "--most", "2", "--sort", "s60", "--best", "3", "--json");
    const scores = await capture(["score", "run", "--trajectories", "2000", "--json"], run);
    const units: { unit: number; grid60: number | null }[] = JSON.parse(scores.stdout).units;
    units.sort((a, b) => (b.grid60 ?? -9) - (a.grid60 ?? -9));
    expect(JSON.parse(best.stdout).units).toEqual(units.slice(0, 3).map(({ unit }) => unit));
    expect(readdirSync(join(run.cwd, "best")).sort()).toEqual(["frame-0001.png", "frame-0002.png"]);
    const named = await capture(
      [
        "film",
        "quick",
        "--by",
        "heading",
        "--trajectories",
        "100",
        "--units",
        "5,3",
        "--most",
        "2",
        "--out",
        "named.gif",
        "--json",
        "--quiet",
      ],
      run,
    );
    expect([named.code, JSON.parse(named.stdout).units]).toEqual([0, [5, 3]]);
  });

  test("more sectors than the memory holds are refused", async () => {
    using _ = memoryLimit(5e7);
    const { code, stderr } = await sliced("--out", "x.gif", "--most", "2000", "--units", "0-15");
    expect(code).toBe(1);
    expect(stderr).toContain("maps of 16 units in 2000 sectors of heading");
    expect(stderr).toContain("--most");
  });

  test.each([
    [["--by", "heading"], "film needs --out or --frames"],
    [["--by", "heading", "--out", "x.gif", "--units", "16"], "there is no unit 16"],
    [["--by", "heading", "--out", "x.gif", "--tap", "absent"], "this network has no tap absent"],
    [["--by", "heading", "--trajectories", "9", "--out", "x.gif"], "sectors of heading were never visited"],
    [["--by", "speed", "--out", "x.gif"], '--by is "speed"'],
    [["--sort", "s60", "--out", "x.gif"], "a film of a training takes no --sort"],
    [["--untrained", "--out", "x.gif"], "a film of a training takes no --untrained"],
    [["--best", "37", "--out", "x.gif"], "a film of a training shows 36 units at most, not 37"],
  ])("refuses %p", async (words, cause) => {
    const { code, stderr } = await capture(["film", "run", ...words], run);
    expect(code).toBeGreaterThan(0);
    expect(stderr).toStartWith("error: ");
    expect(stderr).toContain(cause);
  });
});

describe("the pictures of a film", () => {
  const dead = frameAt(1, { grid60: new Float32Array(3).fill(Number.NaN), null60: new Float32Array() });
  const stills = filmStills(planOf([dead, frameAt(20), frameAt(40)]));

  test("are of one size, whatever is in them", () => {
    const sizes = stills
      .map((still) => filmScene(still, "viridis"))
      .map(({ width, height }) => `${width} ${height}`);
    expect(new Set(sizes).size).toBe(1);
  });

  test("have histograms on the same axes", () => {
    const axes = stills.map(({ scores }) => scores?.axes);
    expect(axes[0]).toBeDefined();
    expect(axes[1]).toEqual(axes[0]);
  });

  test("say step, scorer, bins, trajectories and null", () => {
    const svg = svgText(filmScene(stills[1]!, "viridis"))
      .replaceAll(/<[^>]*>|\s+/g, " ")
      .replaceAll(/ +/g, " ");
    for (const words of [
      "first: step 20 of 40",
      "66.7 % of the units score above 0.29",
      "scorer nan-aware, 3 x 3 bins",
    ]) {
      expect(svg).toContain(words);
    }
    expect(svg).toContain("95th percentile of 2 maps of noise");
    expect(svgText(filmScene(stills[0]!, "viridis"))).toContain("no map varies");
  });

  test("show the error until their step", () => {
    const svgOf = (step: number, last: number) => {
      const metric = { name: "error", label: "error", short: "error", digits: 1, shown: true };
      const curve = { metric, steps: [1, 20, 40], values: [10, 5, last], levels: undefined };
      const stills = filmStills({ ...planOf([frameAt(1), frameAt(20), frameAt(40)]), curve });
      return svgText(filmScene(stills.find((still) => still.step === step)!, "viridis"));
    };
    expect(svgOf(20, 7)).toBe(svgOf(20, 8));
    expect(svgOf(40, 7)).not.toBe(svgOf(40, 8));
  });

  test("are of the units that are best at the end and were kept", () => {
    expect(bestAtEnd([frameAt(20), frameAt(40)], 5)).toEqual([2, 0]);
    expect(() => filmStills({ ...planOf([frameAt(20)]), units: [1] })).toThrow(
      "the maps of unit 1 were not kept",
    );
    expect(() => bestAtEnd([dead], 5)).toThrow("no unit has a score");
  });

  test("are fewer where all would make too large a file", async () => {
    const many = filmStills(planOf([1, 2, 3, 4, 5, 6].map((step) => frameAt(step))));
    const sizes: number[] = [];
    const look = { sceneOf: (still: FilmStill) => filmScene(still, "viridis"), width: 200 };
    const one = await fittingGif(many, look, { fps: 5, limit: 1e9, onProgress() {} }, () => {});
    const limit = one.gif.bytes.length - 1;
    const fewer = await fittingGif(many, look, { fps: 5, limit, onProgress() {} }, (bytes) =>
      sizes.push(bytes),
    );
    expect(fewer.stills.map(({ step }) => step)).toEqual([1, 3, 5, 6]);
    expect([sizes, fewer.gif.bytes.length <= limit]).toEqual([[limit + 1], true]);
  });
});
