import { expect, test } from "bun:test";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { frameSources } from "../../../src/session/film.ts";
import { temporaryDirectory } from "../../support/temporary.ts";

function runWith(frames: readonly number[], checkpoints: readonly number[]) {
  const path = temporaryDirectory();
  const checkpointsPath = join(path, "checkpoints");
  for (const folder of ["film", "checkpoints"]) mkdirSync(join(path, folder));
  const name = (step: number) => `step-${String(step).padStart(6, "0")}`;
  for (const step of frames) writeFileSync(join(path, "film", `${name(step)}.npz`), "");
  for (const step of checkpoints) writeFileSync(join(checkpointsPath, `${name(step)}.safetensors`), "");
  return { path, checkpointsPath } as never;
}

const stepsOf = (run: never, most: number) =>
  frameSources(run, most).map(({ step, isKept }) => [step, isKept]);

test("a frame that was kept goes before the checkpoint of its step", () => {
  expect(stepsOf(runWith([1, 20], [20, 30]), 10)).toEqual([
    [1, true],
    [20, true],
    [30, false],
  ]);
});

test("of many frames as many as are wanted are taken, evenly, the first and the last among them", () => {
  const run = runWith(
    Array.from({ length: 101 }, (_, i) => 10 * i),
    [],
  );
  expect(stepsOf(run, 5).map(([step]) => step)).toEqual([0, 250, 500, 750, 1000]);
  expect(stepsOf(run, 2).map(([step]) => step)).toEqual([0, 1000]);
});
