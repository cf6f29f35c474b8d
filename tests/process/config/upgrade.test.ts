/** Runs and checkpoints of an earlier version, whose settings had other places. */
import { expect, test } from "bun:test";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { defaultConfig, resolveConfig } from "../../../src/config/resolve.ts";
import { parseConfigText, readConfigFile } from "../../../src/config/sources.ts";
import type { Tree } from "../../../src/config/tree.ts";
import { upgraded } from "../../../src/config/upgrade.ts";
import { capture } from "../../support/capture.ts";
import { temporaryDirectory } from "../../support/temporary.ts";
import { editCheckpoint, newestOf, trainTinyRun, wantSteps } from "../../support/tiny-run.ts";

/** As the version before wrote them: no task, products at the top. */
function asBefore({ task: _, model, ...rest }: Tree): Tree {
  const { products, ...others } = model as Tree;
  return { ...rest, model: others, products };
}

test("products go to the model, and all else stays", () => {
  const before = asBefore({ ...defaultConfig() });
  expect(before.products).toBe("auto");
  const dense = { ...before, products: "dense" };
  const after = resolveConfig([{ origin: "config.yaml", tree: upgraded(dense) }]);
  const { model, ...rest } = defaultConfig();
  expect(after).toEqual({ ...rest, model: { ...model, products: "dense" } } as never);
  expect(upgraded({ ...defaultConfig() })).toEqual({ ...defaultConfig() });
  expect(upgraded({ seed: 3 })).toEqual({ seed: 3 });
});

test("a run of before is looked at and goes on", async () => {
  const run = await trainTinyRun(10);
  wantSteps(run, 12);
  const path = join(run.path, "config.yaml");
  const old = asBefore(parseConfigText(readFileSync(path, "utf8"), path).tree);
  writeFileSync(path, Bun.YAML.stringify(old, null, 2));
  editCheckpoint(newestOf(run), (_, metadata) => {
    metadata.kind = "entorhinal.path-rnn";
    metadata.version = "1";
    delete metadata.updates;
    metadata.settings = JSON.stringify(asBefore(JSON.parse(metadata.settings!) as Tree));
  });
  const seen = await capture(["evaluate", "run", "--trajectories", "50", "--json"], { cwd: run.cwd });
  expect(seen).toMatchObject({ code: 0 });
  expect(JSON.parse(seen.stdout)).toMatchObject({ step: 10 });
  const resumed = await capture(["train", "--resume", "run", "--json"], { cwd: run.cwd });
  expect(resumed).toMatchObject({ code: 0 });
  expect(JSON.parse(resumed.stdout)).toMatchObject({ step: 12 });
});

test("a configuration file of before is read", () => {
  const path = join(temporaryDirectory(), "config.yaml");
  writeFileSync(
    path,
    Bun.YAML.stringify({ ...asBefore({ ...defaultConfig() }), products: "dense" }, null, 2),
  );
  expect(resolveConfig([readConfigFile(path)])).toMatchObject({ model: { products: "dense" } });
});
