/** The usual commands with every network that integrates paths, those that are still to come too. */
import { describe, expect, test } from "bun:test";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { readSafetensors } from "../../../../src/format/safetensors.ts";
import { listCheckpoints } from "../../../../src/run/checkpoint-folder.ts";
import { openRun } from "../../../../src/run/run-directory.ts";
import { capture } from "../../../support/capture.ts";
import { networkVariants } from "../../../support/network-variants.ts";
import { newestOf, trainTinyRun } from "../../../support/tiny-run.ts";

const short = ["--trajectories", "40", "--blas", "wasm"];

const cases = networkVariants("bare", "with everything");

describe.each(cases)("a network of the kind $kind, $variant", ({ variant, model }) => {
  const choice = Object.entries(model(16)).flatMap(([key, value]) => ["--set", `model.${key}=${value}`]);
  const isBare = variant === "bare";

  test("goes on where it stopped, to the last bit", async () => {
    const run = await trainTinyRun(20, choice);
    const whole = readFileSync(newestOf(run));
    rmSync(newestOf(run));
    expect(listCheckpoints(openRun(run.path)).map(({ step }) => step)).toEqual([1, 10]);
    const { code, stderr } = await capture(["train", "--resume", "run", "--workers", "1"], run);
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(readFileSync(newestOf(run)).equals(whole)).toBe(true);
  });

  test("is evaluated, trained and untrained, and looked at through each tap", async () => {
    const run = await trainTinyRun(20, choice);
    const evaluated = async (...more: string[]) => {
      const { code, stdout, stderr } = await capture(["evaluate", "run", "--json", ...short, ...more], run);
      expect({ code, stderr }).toMatchObject({ code: 0 });
      return JSON.parse(stdout) as { units: number; decodeErrorCm: number };
    };
    const [trained, untrained] = [await evaluated(), await evaluated("--untrained")];
    expect(trained.units).toBe(isBare ? 16 : 32);
    expect(trained.decodeErrorCm).not.toBe(untrained.decodeErrorCm);
    const { code, stderr } = await capture(["ratemaps", "run", "--tap", "nonsense", ...short], run);
    expect(code).toBe(2);
    const taps = /taps: (.*)/.exec(stderr)![1]!.split(" ");
    for (const tap of taps) {
      const looked = await capture(["ratemaps", "run", "--tap", tap, ...short], run);
      expect(looked).toMatchObject({ code: 0 });
      expect(looked.stdout).toContain("best of");
    }
  });

  test("is looked at with its dropout, or has none", async () => {
    const run = await trainTinyRun(10, choice);
    const errorOf = async (...more: string[]) => {
      const { code, stdout, stderr } = await capture(["evaluate", "run", "--json", ...short, ...more], run);
      return code === 0 ? (JSON.parse(stdout) as { decodeErrorCm: number }).decodeErrorCm : stderr;
    };
    const [without, dropping] = [await errorOf(), await errorOf("--dropout")];
    if (isBare) {
      const mend = "leave out --dropout: all its units always speak";
      expect(dropping).toBe(`error: this network has no dropout\n  ${mend}\n`);
      return;
    }
    expect(dropping).toBeGreaterThan(0);
    expect(dropping).not.toBe(without);
    expect(await errorOf("--dropout", "--workers", "1")).toBe(dropping);
  });

  test("is lesioned along whatever can be silenced", async () => {
    const run = await trainTinyRun(10, choice);
    const lesion = ["ablate", "run", "--units", "0,3", "--steps", "5", "--json", ...short];
    const ablated = async (...more: string[]) => {
      const { code, stdout, stderr } = await capture([...lesion, ...more], run);
      return code === 0 ? JSON.stringify(JSON.parse(stdout).lesions) : stderr;
    };
    const refused = await ablated("--tap", "nonsense");
    const taps = /taps: (.*)/.exec(refused)![1]!.split(" ");
    const answers = await Promise.all(taps.map((tap) => ablated("--tap", tap)));
    const lesioned = answers.filter((answer) => !answer.startsWith("error"));
    expect(new Set(lesioned).size).toBe(isBare ? 1 : 2);
    const mend = `use --tap ${taps.slice(0, lesioned.length).join(" or ")}`;
    taps.forEach((tap, i) => {
      if (answers[i]!.startsWith("error")) {
        expect(answers[i]).toBe(`error: ${tap} cannot be silenced\n  ${mend}\n`);
      }
    });
  });

  test.each(["npz", "safetensors"])("comes back from a file .%s as it was", async (format) => {
    const run = await trainTinyRun(10, choice);
    const exported = await capture(["export", "run", "--out", `network.${format}`], run);
    expect(exported).toMatchObject({ code: 0 });
    const imported = await capture(["import", `network.${format}`, "--out", "again"], run);
    expect(imported).toMatchObject({ code: 0 });
    const tensorsOf = (path: string) => readSafetensors(readFileSync(path), path).tensors;
    const before = tensorsOf(newestOf(run));
    const after = tensorsOf(newestOf({ cwd: run.cwd, path: join(run.cwd, "again") }));
    expect(after.size).toBeGreaterThan(4);
    for (const [name, tensor] of after) expect({ name, tensor }).toEqual({ name, tensor: before.get(name)! });
  });
});
