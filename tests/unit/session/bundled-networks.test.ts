import { expect, test } from "bun:test";
import { statSync } from "node:fs";
import { join } from "node:path";
import { changesBetween } from "../../../src/config/diff.ts";
import { resolveConfig } from "../../../src/config/resolve.ts";
import { readPreset } from "../../../src/config/sources.ts";
import { bundledNames } from "../../../src/session/run-names.ts";
import { readNetwork } from "../../../src/session/saved-network.ts";

const folder = join(import.meta.dir, "../../../checkpoints");

test("hexagons and quick come along", () => {
  expect(bundledNames()).toEqual(["hexagons", "quick"]);
});

test.each(bundledNames())("%s is of at most 3 MB, and what its preset trains", (name) => {
  expect(statSync(join(folder, `${name}.safetensors`)).size).toBeLessThanOrEqual(3e6);
  const { config, checkpoint } = readNetwork(join(folder, name), name);
  expect(checkpoint.step).toBe(config.train.steps);
  const preset = resolveConfig([{ origin: name, tree: readPreset(name).layer.tree }]);
  const ofResults = changesBetween(preset, config)
    .map(({ key }) => key)
    .filter((key) => !["device", "blas", "workers"].includes(key));
  expect(ofResults).toEqual([]);
});
