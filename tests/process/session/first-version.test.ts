/** Runs and checkpoints as the first version wrote them: one network, products at the top, and where it was computed. */
import { describe, expect, test } from "bun:test";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseConfigText, printConfig } from "../../../src/config/sources.ts";
import type { Tree } from "../../../src/config/tree.ts";
import { readCheckpoint } from "../../../src/run/checkpoint.ts";
import { readNetwork } from "../../../src/session/saved-network.ts";
import { capture } from "../../support/capture.ts";
import { temporaryDirectory } from "../../support/temporary.ts";
import {
  editCheckpoint,
  newestOf,
  type TinyRunOnDisk,
  trainTinyRun,
  wantSteps,
} from "../../support/tiny-run.ts";

/** What computed it: stood in the checkpoint, too. */
const machine = { device: "hybrid", blas: "wasm", workers: 2 } as const;

function olderSettings({ task: _, model, device: _d, blas: _b, workers: _w, ...rest }: Tree): Tree {
  const { products, ...ofNetwork } = model as Tree;
  const { seed, world, code, train } = rest;
  const { device, blas, workers } = machine;
  return { seed, world, code, model: ofNetwork, train, device, blas, products, workers };
}

/** A copy of a run as the first version would have left it. */
function olderCopy(run: TinyRunOnDisk): TinyRunOnDisk {
  const cwd = temporaryDirectory();
  const copy = { cwd, path: join(cwd, "run") };
  cpSync(run.path, copy.path, { recursive: true });
  const config = join(copy.path, "config.yaml");
  const { tree } = parseConfigText(readFileSync(config, "utf8"), config);
  writeFileSync(config, printConfig(olderSettings(tree)));
  for (const path of new Bun.Glob("checkpoints/step-*").scanSync({ cwd: copy.path, absolute: true })) {
    editCheckpoint(path, (_, metadata) => {
      metadata.kind = "entorhinal.path-rnn";
      metadata.version = "1";
      delete metadata.updates;
      metadata.settings = JSON.stringify(olderSettings(JSON.parse(metadata.settings!)));
    });
  }
  return copy;
}

/** A choice of products that is not the default: it must be found where it stood. */
const dense = ["--set", "model.products=dense"];
const now = await trainTinyRun(20, dense);
const older = olderCopy(now);

/** The same command for both. */
const both = (...argv: string[]) => Promise.all([now, older].map((run) => capture(argv, run)));

describe("a checkpoint of the first version", () => {
  test("is read: as many updates as steps, its settings as they stand there", () => {
    const checkpoint = readCheckpoint(newestOf(older));
    expect(checkpoint).toMatchObject({ step: 20, updates: 20 });
    expect(Object.keys(checkpoint.settings)).toEqual([
      ...["seed", "world", "code", "model", "train", "device", "blas", "products", "workers"],
    ]);
    expect(checkpoint.settings).toMatchObject({ products: "dense", workers: 2 });
  });

  test("is the network that it was", () => {
    const [ours, theirs] = [readNetwork(newestOf(now), "run"), readNetwork(newestOf(older), "run")] as const;
    expect(theirs.config).toEqual({ ...ours.config, ...machine });
    expect(theirs.config.model).toMatchObject({ kind: "rnn", products: "dense" });
    expect(theirs.task).toBe(ours.task);
  });

  test("gives the same numbers", async () => {
    const [ours, theirs] = await both("evaluate", "run", "--json", "--trajectories", "40");
    expect(ours!.code).toBe(0);
    expect(theirs!.stdout).toBe(ours!.stdout);
    expect(JSON.parse(theirs!.stdout)).toMatchObject({ step: 20 });
  });

  test("is exported as one of this version would be", async () => {
    const [ours, theirs] = [now, older].map((run) => join(run.cwd, "out.safetensors"));
    const said = await both("export", "run", "--out", "out.safetensors", "--quiet");
    expect(said.map(({ code }) => code)).toEqual([0, 0]);
    expect(readFileSync(theirs!).equals(readFileSync(ours!))).toBe(true);
  });
});

test("a run of the first version goes on, to the same file byte for byte", async () => {
  const runs = [await trainTinyRun(20, dense)];
  runs.push(olderCopy(runs[0]!));
  const files: Buffer[] = [];
  for (const run of runs) {
    wantSteps(run, 40);
    expect(await capture(["train", "--resume", "run", "--quiet"], run)).toMatchObject({
      code: 0,
      stderr: "",
    });
    expect(readCheckpoint(newestOf(run))).toMatchObject({ step: 40, updates: 40 });
    files.push(readFileSync(newestOf(run)));
  }
  expect(files[1]!.equals(files[0]!)).toBe(true);
});

test("a run of the first version is not gone on with as another", async () => {
  const run = olderCopy(now);
  wantSteps(run, 40);
  const resume = ["train", "--resume", "run", "--set", "model.products=sparse"];
  const { code, stderr } = await capture(resume, run);
  expect(code).toBe(2);
  expect(stderr).toContain("another configuration: model.products: dense → sparse");
});
