import { describe, expect, test } from "bun:test";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { formatVersion, gitCommitOf, type Manifest } from "../../../src/run/manifest.ts";
import { createRun, newRunPath, openRun } from "../../../src/run/run-directory.ts";
import type { UserError } from "../../../src/user-error.ts";
import { someManifest } from "../../support/some-manifest.ts";
import { temporaryDirectory } from "../../support/temporary.ts";

const manifest = someManifest({ preset: "quick", seed: 5 });

function refusal(act: () => unknown): UserError {
  try {
    act();
  } catch (error) {
    expect((error as Error).name).toBe("UserError");
    return error as UserError;
  }
  throw new Error("it was accepted");
}

describe("createRun and openRun", () => {
  test("a run comes back as it was made, and nothing else is left behind", () => {
    const runs = join(temporaryDirectory(), "deep/runs");
    const made = createRun(join(runs, "a"), "seed: 5\n", manifest);
    expect(openRun(join(runs, "a"))).toEqual(made);
    expect(made.manifest).toMatchObject({ preset: "quick", seed: 5, workers: 2, blas: null, formatVersion });
    expect(readdirSync(runs)).toEqual(["a"]);
    expect(readdirSync(made.path).sort()).toEqual(["checkpoints", "config.yaml", "figures", "manifest.json"]);
  });

  test("an empty directory is taken, an occupied one and a file are not", () => {
    const runs = temporaryDirectory();
    mkdirSync(join(runs, "empty"));
    createRun(join(runs, "empty"), "", manifest);
    expect(refusal(() => createRun(join(runs, "empty"), "", manifest)).message).toEndWith(
      "exists and is not empty",
    );
    writeFileSync(join(runs, "file"), "");
    expect(refusal(() => createRun(join(runs, "file"), "", manifest)).message).toEndWith("is a file");
    expect(refusal(() => createRun(join(runs, "file/below"), "", manifest)).message).toContain("file/below");
    expect(readdirSync(runs).sort()).toEqual(["empty", "file"]);
  });

  test("what is not a run is refused", () => {
    const path = temporaryDirectory();
    expect(refusal(() => openRun(join(path, "absent"))).message).toEndWith("absent does not exist");
    expect(refusal(() => openRun(path)).message).toContain("is not a run directory");
    const withManifest = (text: string) => {
      writeFileSync(join(path, "manifest.json"), text);
      return refusal(() => openRun(path)).message;
    };
    expect(withManifest("{")).toEndWith("manifest.json is not JSON");
    expect(withManifest("null")).toEndWith("manifest.json is null, not a group");
    expect(withManifest(JSON.stringify({ ...manifest, formatVersion: 99 }))).toContain(
      `has format version 99, this entorhinal reads ${formatVersion}`,
    );
    expect(withManifest(JSON.stringify(manifest))).toContain("config.yaml does not exist");
  });
});

test("newRunPath names preset, seed and time, and numbers what is taken", () => {
  const runs = temporaryDirectory();
  const at = new Date("2031-02-03T04:05:06.789Z");
  const first = newRunPath(runs, "quick", 5, at);
  expect(first).toBe(join(runs, "quick-seed5-20310203-040506"));
  mkdirSync(first);
  mkdirSync(newRunPath(runs, "quick", 5, at));
  expect(newRunPath(runs, "quick", 5, at)).toBe(`${first}-3`);
  expect(newRunPath(runs, null, 0, at)).toBe(join(runs, "run-seed0-20310203-040506"));
});

describe("describeRun", () => {
  test("survives JSON", () => {
    expect(JSON.parse(JSON.stringify(manifest)) as Manifest).toEqual(manifest);
  });

  test("the git commit is that of the checkout itself, never of one around it", () => {
    const commit = gitCommitOf(join(import.meta.dir, "../../.."));
    if (commit !== null) expect(commit).toMatch(/^[0-9a-f]{40}(-dirty)?$/);
    expect(gitCommitOf(import.meta.dir)).toBeNull();
    expect(gitCommitOf(temporaryDirectory())).toBeNull();
  });
});
