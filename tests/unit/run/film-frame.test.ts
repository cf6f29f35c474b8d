import { describe, expect, test } from "bun:test";
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { partialName } from "../../../src/format/partial.ts";
import { makeRoom } from "../../../src/run/checkpoint-folder.ts";
import {
  type FilmFrame,
  filmedUnits,
  filmPath,
  listFrames,
  mapLevels,
  readFrame,
  rewindFrames,
  writeFrame,
} from "../../../src/run/film-frame.ts";
import type { RunDirectory } from "../../../src/run/run-directory.ts";
import { temporaryDirectory } from "../../support/temporary.ts";

const frame: FilmFrame = {
  ...{ step: 40, scorer: "nan-aware", trajectories: 600, bins: 2, nullStep: 20 },
  units: Int32Array.of(0, 2),
  maps: Uint8Array.of(0, 254, 255, 7, 1, 2, 3, 254),
  grid60: Float32Array.of(0.5, Number.NaN, 1.25),
  null60: Float32Array.of(0.25),
};

test("a frame comes back as it was written", () => {
  const run = temporaryDirectory();
  writeFrame(run, frame);
  const [listed] = listFrames(run);
  expect(listed).toEqual({ step: 40, path: join(filmPath(run), "step-000040.npz") });
  const plain = (one: FilmFrame) => ({ ...one, grid60: [...one.grid60] });
  expect(plain(readFrame(listed!.path))).toEqual(plain(frame));
});

test("a map is in 255 levels of its own range, and a level of its own where nobody was", () => {
  expect([...mapLevels(Float64Array.of(-1, 1, 0, Number.NaN))]).toEqual([0, 254, 127, 255]);
  expect([...mapLevels(Float64Array.of(3, 3))]).toEqual([0, 0]);
});

test("of many units as many as a film holds are kept, evenly", () => {
  expect([...filmedUnits(3)]).toEqual([0, 1, 2]);
  const many = filmedUnits(4096);
  expect([many.length, many[0], many[1], many.at(-1)]).toEqual([512, 0, 8, 4088]);
});

test("frames after a checkpoint are dropped, not those that a link leads to", () => {
  const run = temporaryDirectory();
  for (const step of [10, 20, 30]) writeFrame(run, { ...frame, step });
  const other = temporaryDirectory();
  symlinkSync(filmPath(run), filmPath(other));
  rewindFrames(other, 10);
  expect(listFrames(run)).toHaveLength(3);
  expect(() => writeFrame(other, frame)).toThrow("is a link");
  rewindFrames(run, 20);
  expect(listFrames(run).map(({ step }) => step)).toEqual([10, 20]);
});

test("what a killed process was writing goes before a run goes on", () => {
  const run = temporaryDirectory();
  writeFrame(run, frame);
  const torn = join(filmPath(run), partialName().replace(/^\.\d+-\d*/, ".999999999-"));
  writeFileSync(torn, "half of a");
  makeRoom({
    path: run,
    checkpointsPath: join(run, "checkpoints"),
    figuresPath: join(run, "figures"),
  } as RunDirectory);
  expect([existsSync(torn), listFrames(run).length]).toEqual([false, 1]);
});

describe("what is no frame is refused by its name", () => {
  test.each([
    ["maps", { units: new Int32Array(), maps: new Uint8Array() }],
    ["units", { units: Int32Array.of(0, 3) }],
    ["step", { step: -1 }],
    ["null60", { null60: Float32Array.of(Number.POSITIVE_INFINITY) }],
  ])("%s", (name, changes) => {
    const run = temporaryDirectory();
    const attempt = () => {
      writeFrame(run, { ...frame, ...changes });
      return readFrame(listFrames(run)[0]?.path ?? join(filmPath(run), "step--00001.npz"));
    };
    expect(attempt).toThrow(name);
  });

  test("a file of something else", () => {
    const run = temporaryDirectory();
    mkdirSync(filmPath(run));
    writeFileSync(join(filmPath(run), "step-000001.npz"), "nothing");
    expect(() => readFrame(listFrames(run)[0]!.path)).toThrow("step-000001.npz");
  });
});
