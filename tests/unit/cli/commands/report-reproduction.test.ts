import { describe, expect, test } from "bun:test";
import { join } from "node:path";
import { findScorer } from "../../../../src/analyse/scorer.ts";
import { compareConfig } from "../../../../src/cli/commands/report/configuration.ts";
import { originOf } from "../../../../src/cli/commands/report/origin.ts";
import { reproduction } from "../../../../src/cli/commands/report/reproduction.ts";
import { resolveConfig } from "../../../../src/config/resolve.ts";
import { readPreset } from "../../../../src/config/sources.ts";
import { shellWord } from "../../../../src/copied-command.ts";
import { readSubject } from "../../../../src/session/subject.ts";
import { trainTinyRun } from "../../../support/tiny-run.ts";

const run = await trainTinyRun(20);

describe("the command to train again", () => {
  const quick = resolveConfig([readPreset("quick").layer]);
  const config = { ...quick, blas: "wasm" as const, train: { ...quick.train, steps: 7 } };
  const commandOf = (commit: string | null, ofReport: string | null, manifest = true): string => {
    const { manifest: tiny, ...origin } = originOf(readSubject(join(run.cwd, "run"), "run"), "run");
    const made = { ...tiny!, preset: "quick", gitCommit: commit };
    const making = {
      ...{ scorer: "nan-aware", blas: null, madeAt: "", gitCommit: ofReport, weightsSha256: "" },
      look: {
        request: { seed: 0, trajectories: 1, steps: 20 },
        ...{ bins: 20, scorer: findScorer("nan-aware") },
      },
      choice: {},
      parts: [],
    };
    const whole = { ...origin, manifest: manifest ? made : undefined };
    const { steps } = reproduction(whole, config, compareConfig(config, "quick"), making);
    return steps.flatMap(({ commands }) => commands).find((line) => line.startsWith("bun run train"))!;
  };
  const byPreset = /^bun run train --preset quick --set train.steps=7 --set blas=wasm /;

  test("names the preset where it is the same, and else the complete settings", () => {
    expect(commandOf("a1", "a1")).toMatch(byPreset);
    expect(commandOf(null, null)).toMatch(byPreset);
    expect(commandOf(null, "a1", false)).toMatch(byPreset);
    for (const [commit, ofReport] of [
      ["a1", "b2"],
      ["a1-dirty", "a1-dirty"],
      [null, "b2"],
    ] as const) {
      expect(commandOf(commit, ofReport)).toMatch(/^bun run train --config config.yaml /);
    }
  });
});

test("words for a shell are quoted where they must be", () => {
  const words = ["--set", "train.steps=7", "a b", "it's", "$HOME", ""];
  const { stdout } = Bun.spawnSync(["sh", "-c", `printf '%s\\n' ${words.map(shellWord).join(" ")}`]);
  expect(stdout.toString()).toBe(`${words.join("\n")}\n`);
});
