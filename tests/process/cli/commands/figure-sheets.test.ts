/** `figure` of all units at once, of headings and of single paths, on a tiny run. */
import { describe, expect, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readNpz } from "../../../../src/format/npz.ts";
import { capture } from "../../../support/capture.ts";
import { at, cli, run, small, unwrapped } from "../../../support/figure-run.ts";
import { memoryLimit } from "../../../support/memory-limit.ts";
import { trainTinyRun } from "../../../support/tiny-run.ts";

describe("figure", () => {
  test("sorts the maps of all units by the score that is named", async () => {
    const { stdout } = await capture(["score", "run", ...small("sheet"), "--json"], run);
    const units: Record<string, number | null>[] = JSON.parse(stdout).units;
    for (const [by, column] of [
      ["s60", "grid60"],
      ["s90", "grid90"],
    ] as const) {
      const argv = ["run", "sheet", ...small("sheet"), "--by", by, "--out", "sheet.svg", "--force"];
      expect(await cli(...argv)).toMatchObject({ code: 0, stderr: "" });
      const svg = readFileSync(at("sheet.svg"), "utf8");
      const said = [...svg.matchAll(/>(\d+) \(([−\d.]+|–)\)</g)].map(([, unit, score]) => [
        Number(unit),
        score,
      ]);
      expect(said).toHaveLength(32);
      expect(said.slice(16)).toEqual(said.slice(0, 16));
      const scores = said.slice(0, 16).map(([unit]) => units[unit as number]![column]!);
      expect(scores).toEqual(scores.toSorted((a, b) => b - a));
      expect(said[0]![1]).toBe(scores[0]!.toFixed(2).replace("-", "−"));
    }
    const published = ["run", "mosaic", ...small("mosaic"), "--reference", "--best", "3"];
    expect(await cli(...published, "--out", "mosaic.svg")).toMatchObject({ code: 0, stderr: "" });
    const mosaic = readFileSync(at("mosaic.svg"), "utf8");
    expect(unwrapped(mosaic)).toContain("The 3 best of 16 units of run after 20 steps, by hexagonal score");
    expect(mosaic.match(/>[−\d]+\.\d\d</g)).toHaveLength(3);
    expect(unwrapped(mosaic)).toContain("As published: x downwards");
  });

  test("draws curves over heading in the order that is named, units below zero without a vector length", async () => {
    const drawn = async (network: string, ...more: string[]) => {
      const argv = [network, "headings", ...small("headings"), ...more, "--out", "headings.svg", "--force"];
      expect(await cli(...argv)).toMatchObject({ code: 0, stderr: "" });
      return readFileSync(at("headings.svg"), "utf8");
    };
    const unitsIn = (svg: string) => [...svg.matchAll(/>unit (\d+)</g)].map(([, unit]) => Number(unit));
    const tuned = await capture(["tuning", "run", ...small("headings"), "--json"], run);
    const units: { unit: number; vectorLength: number }[] = JSON.parse(tuned.stdout).units;
    const most = units.toSorted((a, b) => b.vectorLength - a.vectorLength).map(({ unit }) => unit);
    expect(unitsIn(await drawn("run", "--by", "heading", "--best", "99"))).toEqual(most);
    const smooth = await drawn("run");
    const ranked = ["tuning", "run", ...small("headings"), "--trajectories", "6000", "--sort", "smoothness"];
    const roughness: number[] = JSON.parse((await capture([...ranked, "--json"], run)).stdout).units.map(
      (one: { smoothness: number }) => one.smoothness,
    );
    const order = unitsIn(await drawn("run", "--trajectories", "6000")).map((unit) => roughness[unit]!);
    expect(order).toEqual(roughness.toSorted((a, b) => a - b).slice(0, 10));
    expect(unitsIn(smooth)).toHaveLength(10);
    expect(unwrapped(smooth)).toContain(
      "The 10 of 16 units with the smoothest curves of heading: run after 20",
    );
    expect(unitsIn(await drawn("run", "--units", "3,1"))).toEqual([3, 1]);
    const signed = await trainTinyRun(1, ["--set", "model.activation=tanh"]);
    const argv = ["figure", "run", "headings", ...small("headings"), "--out", "signed.svg"];
    expect(await capture(argv, signed)).toMatchObject({ code: 0, stderr: "" });
    const svg = readFileSync(join(signed.cwd, "signed.svg"), "utf8");
    expect(unwrapped(svg).match(/r undefined, amplitude [\d.e-]+, null\s[\d.e-]+/g)).toHaveLength(10);
    expect(svg.match(/stroke-dasharray="3 3"/g)!.length).toBeGreaterThan(0);
  });

  test("draws the first paths, by the cell with the largest logit, or those of the code alone", async () => {
    const caption = async (...more: string[]) => {
      const argv = ["run", "path", "--steps", "30", ...more, "--out", "path.svg", "--force", "--json"];
      const said = await cli(...argv);
      expect([said.code, said.stderr]).toEqual([0, ""]);
      return JSON.parse(said.stdout).caption as string;
    };
    const error = (text: string) => Number(/over all ([\d.]+) cm/.exec(text)![1]);
    const network = await caption();
    expect(network).toContain("10 trajectories of 30 steps. A prediction is the centre of the place cell");
    expect(readFileSync(at("path.svg"), "utf8").match(/>path \d+: [\d.]+ cm</g)).toHaveLength(10);
    const code = await caption("--encoded", "--trajectories", "2");
    expect(code).toContain("encoded and decoded again, without a network");
    expect(error(code)).toBeLessThan(error(network));
    // Of one cell, as the paths are, though the network is trained to be decoded by three.
    const { readout } = JSON.parse(
      (await capture(["evaluate", "run", "--trajectories", "60", "--json"], run)).stdout,
    );
    const floor = Number(/decoded in the same way, ([\d.]+) cm/.exec(network)![1]);
    expect(floor).toBeCloseTo(readout.places[0].floorCm, 1);
    expect(readout.places[0].by).toBe("bestCell");
    expect(readFileSync(at("path.svg"), "utf8")).toContain(">encoded and decoded<");
    expect(readFileSync(at("path.svg"), "utf8")).not.toContain(">heading<");
    const heads = await trainTinyRun(1, ["--set", "code.headCells=6"]);
    const argv = ["figure", "run", "path", "--trajectories", "2", "--out", "path.svg"];
    expect((await capture(argv, heads)).code).toBe(0);
    expect(readFileSync(join(heads.cwd, "path.svg"), "utf8").match(/>heading</g)).toHaveLength(2);
    const decoded = await capture(["decode", "run", "--trajectories", "30", "--out", "paths.npz"], heads);
    expect(decoded.stdout).toContain("heading, −π to π");
    const file = readNpz(join(heads.cwd, "paths.npz"));
    expect(file.get("decoded_heading").shape).toEqual([30, 5]);
    expect(file.get("true_heading").shape).toEqual([30, 5]);
  });

  test("a sheet of autocorrelograms that the memory does not hold is refused before anything is looked at", async () => {
    using _ = memoryLimit(2e8);
    const argv = ["run", "sheet", "--trajectories", "300", "--bins", "500", "--out", "large.svg"];
    const { code, stdout, stderr } = await cli(...argv);
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toContain("a sheet of 16 units in 500 x 500 bins");
    expect(stderr).toContain("--bins");
    expect(existsSync(at("large.svg"))).toBe(false);
  });
});
