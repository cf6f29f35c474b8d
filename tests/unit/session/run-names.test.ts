import { describe, expect, test } from "bun:test";
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bundledNames, ownRunPath, runPath } from "../../../src/session/run-names.ts";
import { capture } from "../../support/capture.ts";
import { temporaryDirectory } from "../../support/temporary.ts";
import { trainTinyRun } from "../../support/tiny-run.ts";

const tiny = await trainTinyRun(1);

/** A folder with the runs `runs/first` and `runs/quick`. */
function folder(): string {
  const cwd = temporaryDirectory();
  for (const name of ["first", "quick"]) cpSync(tiny.path, join(cwd, "runs", name), { recursive: true });
  return cwd;
}

describe("a bare name", () => {
  const cwd = folder();
  const means = (given: string) => runPath(join(cwd, given), given);

  test("is a run in runs/", () => {
    expect(means("first")).toBe(join(cwd, "runs/first"));
    expect(means("runs/first")).toBe(join(cwd, "runs/first"));
  });

  test("is the network that comes along before that, but where only a run will do", () => {
    expect(bundledNames()).toContain("quick");
    expect(means("quick")).toBe(join(cwd, "quick"));
    expect(ownRunPath(join(cwd, "quick"), "quick")).toBe(join(cwd, "runs/quick"));
  });

  test("is the file or folder of that name before both", () => {
    const beside = folder();
    mkdirSync(join(beside, "first"));
    writeFileSync(join(beside, "quick"), "");
    for (const name of ["first", "quick"]) {
      expect(runPath(join(beside, name), name)).toBe(join(beside, name));
      expect(ownRunPath(join(beside, name), name)).toBe(join(beside, name));
    }
  });

  test("stays as it is where there is nothing, and a path is no bare name", () => {
    for (const given of ["absent", "./first", "first/", ".", "..", "../first"]) {
      expect(means(given)).toBe(join(cwd, given));
    }
  });
});

describe("wherever a RUN is asked for", () => {
  const cwd = folder();
  const cli = (...argv: string[]) => capture(argv, { cwd });
  const few = ["--trajectories", "20"];
  const lines: readonly (readonly string[])[] = [
    ["evaluate", "first", ...few],
    ["ratemaps", "first", ...few],
    ["tuning", "first", "3", ...few],
    ["sac", "first", "3", ...few],
    ["place", "first", "3"],
    ["arena", "first"],
    ["decode", "first"],
    ["figure", "first", "loss", "--out", "loss.svg"],
    ["figure", "first", "ratemaps", "--out", "maps.svg", ...few],
    ["report", "first", "--out", "first.html", ...few],
    ["export", "first", "--out", "first.npz"],
    ["train", "--resume", "first"],
  ];
  test.each(lines.map((words) => [words.join(" "), words] as const))("%s", async (_, words) => {
    expect(await cli(...words)).toMatchObject({ code: 0 });
  });

  test("a miss suggests the nearest", async () => {
    for (const [given, meant] of [
      ["frist", "first"],
      ["runs/frist", "runs/first"],
    ] as const) {
      const { code, stderr } = await cli("evaluate", given);
      expect(code).toBe(1);
      expect(stderr).toStartWith(
        `error: there is no run or checkpoint ${given}\n  did you mean ${meant}? name`,
      );
      const resumed = await cli("train", "--resume", given);
      expect(resumed.code).toBe(1);
      expect(resumed.stderr).toContain(`does not exist\n  did you mean ${meant}? name a run directory`);
    }
    expect((await cli("evaluate", "quik")).stderr).toContain("did you mean quick? name");
    expect((await cli("evaluate", "elsewhere")).stderr).not.toContain("did you mean");
  });
});
