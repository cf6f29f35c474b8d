import { expect, test } from "bun:test";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { capture } from "../../../support/capture.ts";
import { trainTinyRun } from "../../../support/tiny-run.ts";

const run = await trainTinyRun(1);
cpSync(run.path, join(run.cwd, "runs/first"), { recursive: true });

const words: readonly (readonly [string, string])[] = [
  ["quick", "--preset quick trains this preset; --from quick begins a new run with its weights"],
  ["sorscher2019", "--preset sorscher2019 trains this preset"],
  ["first", "--resume first goes on with this run; --from first begins a new run with its weights"],
  ["runs/first", "--resume runs/first goes on with this run; --from runs/first begins a new run with"],
  ["a b.safetensors", "--from 'a b.safetensors' begins a new run with its weights"],
  ["mine.yaml", "--config mine.yaml takes these settings"],
  ["quikc", "did you mean --preset quick?"],
  ["absent", "usage: entorhinal train [flags]"],
];

test.each(words)("train %s", async (word, mend) => {
  const { code, stdout, stderr } = await capture(["train", word], run);
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).toStartWith(`error: unexpected argument "${word}"\n  ${mend}`);
});
