/** What is chosen of a figure, and what is refused, on a tiny run. */
import { describe, expect, test } from "bun:test";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { decode } from "fast-png";
import { figureKinds } from "../../../../src/cli/commands/figure/kinds.ts";
import { xDownwards } from "../../../../src/cli/commands/figure/reference.ts";
import { capture } from "../../../support/capture.ts";
import { allNames, at, cli, run, small, unwrapped } from "../../../support/figure-run.ts";
import { newestOf, trainTinyRun } from "../../../support/tiny-run.ts";

describe("figure", () => {
  test("shows what was asked for", async () => {
    const texts = async (...argv: string[]) => {
      expect((await cli("run", ...argv, "--out", "asked.svg", "--force")).code).toBe(0);
      return readFileSync(at("asked.svg"), "utf8");
    };
    expect(await texts("sac", ...small("sac"), "--unit", "3")).toContain(">Unit 3 of run after 20 steps<");
    expect(await texts("sac", ...small("sac"), "--unit", "3")).toMatch(/in the ring of 0\.44-\d\.\d\d m/);
    const two = await texts("ratemaps", ...small("ratemaps"), "--best", "2", "--scorer", "deepmind-code");
    expect(two).toContain("The 2 best of 16 units of run after 20 steps");
    expect(two).toContain("scorer deepmind-code, 8 x 8 bins,");
    expect(two).toContain("1,500 samples.");
    expect(two.match(/>#\d+</g)).toHaveLength(2);
    const jet = await texts("sac", ...small("sac"), "--cmap", "jet", "--unit", "3");
    expect(jet).not.toBe(await texts("sac", ...small("sac"), "--unit", "3"));
    expect(unwrapped(await texts("scores", ...small("scores")))).toContain("Null: 1000 maps of noise");
    expect(await texts("loss")).toContain("20 of 20 steps");
  });

  test("holds each unit to the null that is named", async () => {
    const nulls = (...choices: string[]) =>
      cli("run", "nulls", ...small("nulls"), "--out", "nulls.svg", "--force", ...choices);
    expect((await nulls("--null", "field-shuffle", "--shuffles", "30")).code).toBe(0);
    expect(unwrapped(readFileSync(at("nulls.svg"), "utf8"))).toContain("30 shuffles of each unit");
    expect((await nulls("--shuffles", "20")).code).toBe(0);
    expect(unwrapped(readFileSync(at("nulls.svg"), "utf8"))).toContain("field-shuffle, 20 shuffles");
    expect((await nulls("--null", "noise")).stderr).toContain("there is no null 'noise'");
    const scores = await cli("run", "scores", "--null", "field-shuffle", "--out", "x.svg");
    expect([scores.code, scores.stderr]).toEqual([2, expect.stringContaining("scores takes no --null")]);
  });

  test("has the letters and the title that are wanted, and keeps its caption", async () => {
    const scores = async (...choices: string[]) => {
      const said = await cli(
        "run",
        "scores",
        ...small("scores"),
        "--out",
        "title.svg",
        "--force",
        ...choices,
      );
      expect([said.code, said.stderr]).toEqual([0, ""]);
      return { svg: readFileSync(at("title.svg"), "utf8"), said: said.stdout };
    };
    expect((await scores("--title", "Mine <1>")).svg).toContain(">Mine &lt;1&gt;</text>");
    const { svg, said } = await scores("--title", "none", "--width-mm", "180", "--font-size", "8");
    expect(svg).not.toContain("Hexagonal scores of the 16 units of run after 20 steps</text>");
    expect(unwrapped(svg)).toContain("1000 maps of noise");
    expect(said).toMatch(/title\.svg {2}180 x [\d.]+ mm\n$/);
    // Axis names have 12 pixels: 8 pt of 72 to the inch.
    const [, box] = /viewBox="0 0 ([\d.]+)/.exec(svg)!;
    expect((180 / 25.4) * 72 * (12 / Number(box))).toBeCloseTo(8, 2);
    const none = await cli("run", "scores", ...small("scores"), "--out", "x.svg", "--width-mm", "20");
    expect([none.code, none.stdout]).toEqual([2, ""]);
    expect(none.stderr).toMatch(
      /letters of 7 pt the picture does not fit into 20 mm\n {2}give --width-mm \d+, or/,
    );
  });

  test("shows units that are named, in that order", async () => {
    const units = async (kind: string) => {
      const out = ["--units", "9,3,10-11", "--out", "units.svg", "--force"];
      const said = await cli("run", kind, ...small(kind), ...out);
      expect([said.code, said.stderr]).toEqual([0, ""]);
      return readFileSync(at("units.svg"), "utf8");
    };
    const maps = await units("ratemaps");
    expect(maps).toContain("Units 9, 3, 10 and 11 of run after 20 steps");
    expect([...maps.matchAll(/>#(\d+)</g)].map(([, unit]) => unit)).toEqual(["9", "3", "10", "11"]);
    const sacs = await units("sac");
    expect([...sacs.matchAll(/>unit (\d+): [−\d.]+ in the ring/g)].map(([, unit]) => unit)).toEqual([
      ...["9", "3", "10", "11"],
    ]);
    const all = ["--units", "15,0-14", "--out"];
    await cli("run", "mosaic-reference", ...small("mosaic-reference"), ...all, "turned.png");
    await cli("run", "mosaic-reference", ...small("mosaic-reference"), "--out", "straight.png");
    const [turned, straight] = ["turned.png", "straight.png"].map((name) => decode(readFileSync(at(name))));
    const tile = (picture: typeof turned, i: number) =>
      Array.from({ length: 8 }, (_, x) => picture!.data.slice(4 * (12 * i + x), 4 * (12 * i + x) + 4)).join();
    expect(tile(turned, 0)).toBe(tile(straight, 15));
    expect(tile(turned, 1)).toBe(tile(straight, 0));
  });

  test("counts those above their own noise in spacing and orientation, the untrained network too", async () => {
    const grids = async (kind: string, ...more: string[]) => {
      const argv = ["run", kind, ...small(kind), ...more, "--out", "grids.svg", "--force"];
      expect(await cli(...argv)).toMatchObject({ code: 0, stderr: "" });
      return unwrapped(readFileSync(at("grids.svg"), "utf8"));
    };
    const evaluated = async (...more: string[]) => {
      const argv = ["evaluate", "run", ...small("scores"), ...more, "--json"];
      return JSON.parse((await capture(argv, run)).stdout).aboveNull.hexagonal;
    };
    const [trained, untrained] = [await evaluated(), await evaluated("--untrained")];
    const count = ({ units, threshold }: typeof trained) => `${units} of 16 above ${threshold.toFixed(2)}`;
    for (const kind of ["spacing", "orientation"]) {
      const words = await grids(kind);
      expect(words).toContain(`units: ${count(trained)}`);
      expect(words).toContain(`noise: 50 of 1000 above ${trained.threshold.toFixed(2)}`);
      expect(words).toContain(`untrained: ${count(untrained)}`);
      expect(words).toContain("(nan-aware, 8 x 8 bins)");
    }
    const alone = await grids("spacing", "--untrained");
    expect(alone).toContain(`units: ${count(untrained)}`);
    expect(alone).not.toContain("untrained: ");
  });

  test("a panel is a page wide, and says what stands by which letter", async () => {
    const drawn = async (network: string, ...more: string[]) => {
      const said = await cli(
        network,
        "panel",
        ...small("panel"),
        ...more,
        "--out",
        "panel.svg",
        "--force",
        "--json",
      );
      expect([said.code, said.stderr]).toEqual([0, ""]);
      return { ...JSON.parse(said.stdout), words: unwrapped(readFileSync(at("panel.svg"), "utf8")) };
    };
    const whole = await drawn("run", "--units", "3,9");
    expect(whole.millimetres[0]).toBeCloseTo(180, 1);
    expect(whole.caption).toContain(
      "b, rate maps of units 3 and 9, written above each; c, their autocorrelograms",
    );
    expect(whole.caption).toContain("e, decode error over the training; f, spacing");
    expect(whole.caption).toMatch(
      /\d+ of 16 units .* 95th percentile of matched noise \(nan-aware, 8 x 8 bins\)/,
    );
    expect(whole.words).toMatch(/ a .* b .*#3 .*#9 .* c .* d .* e .*training step.* f .*spacing/);
    const alone = await drawn(newestOf(run), "--best", "2");
    expect(alone.caption).toContain("b, rate maps of the 2 units of the highest");
    expect(alone.caption).toContain("e, spacing");
  });

  test("shows what tuning and place say of the same samples", async () => {
    const svgOf = async (...argv: string[]) => {
      const said = await cli("run", ...argv, ...small(argv[0]!), "--out", "more.svg", "--force");
      expect([said.code, said.stderr]).toEqual([0, ""]);
      return unwrapped(readFileSync(at("more.svg"), "utf8"));
    };
    const tuned = await svgOf("tuning", "--units", "5,2");
    const answer = await capture(
      ["tuning", "run", "5", "--trajectories", "300", "--blas", "wasm", "--json"],
      run,
    );
    const { heading, speed } = JSON.parse(answer.stdout);
    expect(tuned).toMatch(/unit 5 .*unit 2 /);
    expect(tuned).toContain("100 shuffles");
    expect(tuned).toContain(
      `mean vector ${heading.vectorLength.toFixed(2)} (95 % of shuffles below ${heading.null95.toFixed(2)})`,
    );
    expect(tuned).toContain(`r ${speed.score.toFixed(2).replace("-", "−")} (95 % of shuffles within`);
    const best = await capture(["tuning", "run", "--trajectories", "300", "--blas", "wasm", "--json"], run);
    const units: { unit: number; vectorLength: number }[] = JSON.parse(best.stdout).units;
    units.sort((a, b) => b.vectorLength - a.vectorLength);
    expect(await svgOf("tuning", "--best", "2")).toContain(
      `Tuning of units ${units[0]!.unit} and ${units[1]!.unit} of run`,
    );
    const place = await capture(["place", "run", "7", "--trajectories", "300", "--bins", "8", "--json"], run);
    const [x, y] = JSON.parse(place.stdout).centre.map((metres: number) =>
      metres.toFixed(2).replace("-", "−"),
    );
    expect(await svgOf("place", "--cell", "7")).toContain(`its centre at x ${x} m, y ${y} m`);
    const absent = await cli("run", "place", "--cell", "32", "--out", "x.svg");
    expect([absent.code, absent.stderr]).toEqual([
      2,
      "error: there is no place cell 32\n  place cells are 0 to 31\n",
    ]);
  });

  test("the published mosaic keeps its size, and x goes down", async () => {
    const { stdout } = await cli("run", "mosaic-reference", "--out", "published.png", "--json");
    expect(JSON.parse(stdout)).toMatchObject({ width: 16 * 24 - 4, height: 20 });
    const [first, second] = [0, 1, 2, 3];
    expect(Array.from(xDownwards(Float64Array.of(first!, second!, Number.NaN, 3), 1, 2))).toEqual([
      0, 0, 1, 3,
    ]);
  });

  test("the published mosaic says which units it leaves out, and needs a row", async () => {
    const draw = async (units: number, out: string) => {
      const other = await trainTinyRun(1, ["--set", `model.units=${units}`]);
      const argv = ["figure", "run", "mosaic-reference", ...small("mosaic-reference"), "--out", out];
      return capture(argv, other);
    };
    expect(await draw(33, "x.png")).toMatchObject({ code: 0, stderr: "shows units 0 to 31 of 33\n" });
    const few = await draw(15, "x.png");
    expect([few.code, few.stdout]).toEqual([1, ""]);
    expect(few.stderr).toContain("rows of 16 maps, and this network has 15 units");
  });

  test("refuses before it computes, and leaves nothing behind", async () => {
    writeFileSync(at("mine.png"), "mine");
    const before = readdirSync(run.cwd);
    const list = allNames;
    const cases: [string[], 1 | 2, string, string][] = [
      [[], 2, "figure needs RUN|CHECKPOINT", `then a KIND: ${list}`],
      [["run"], 2, `figure needs KIND: ${list}`, "usage: entorhinal figure"],
      [["run", "rates", "--out", "x.png"], 2, "there is no figure rates", list],
      [["run", "ratemap", "--out", "x.png"], 2, "no figure ratemap", "did you mean ratemaps?"],
      [["run", "loss"], 2, "figure needs --out", "--out FILE.png"],
      [["run", "loss", "--out", "loss.gif"], 2, "loss.gif ends in none of .png, .svg and .pdf", "FILE.pdf"],
      [["run", "loss", "--out", "mine.png"], 1, "mine.png exists", "use --force"],
      [["run", "loss", "--out", "absent/x.png"], 1, "absent does not exist", "check the path"],
      [["run", "loss", "--out", "x.png", "--unit", "1"], 2, "loss takes no --unit", "it is for sac"],
      [["run", "scores", "--out", "x.png", "--cmap", "jet"], 2, "no --cmap", "panel, place, ratemaps, sac"],
      [
        ["run", "sac", "--out", "x.png", "--cmap", "hot"],
        2,
        '--cmap is "hot"',
        "viridis magma inferno plasma jet",
      ],
      [["run", "sac", "--out", "x.png", "--units", "3,16"], 2, "there is no unit 16", "0 to 15"],
      [["run", "sac", "--out", "x.png", "--units", "3", "--unit", "3"], 2, "contradict", "leave out one"],
      [["run", "ratemaps", "--out", "x.png", "--units", "3", "--best", "3"], 2, "contradict", "leave out"],
      [
        ["run", "headings", "--trajectories", "30", "--out", "x.png"],
        1,
        "were never visited",
        "--trajectories",
      ],
      [
        ["run", "headings", "--out", "x.png", "--by", "s60"],
        2,
        "headings is not sorted by s60",
        "smoothness",
      ],
      [
        ["run", "headings", "--out", "x.png", "--units", "3", "--by", "heading"],
        2,
        "contradict",
        "leave out",
      ],
      [["run", "sheet", "--out", "x.png", "--by", "s61"], 2, '--by is "s61"', "s60 s90"],
      [["run", "sac", "--out", "x.png", "--by", "s90"], 2, "sac takes no --by", "mosaic"],
      [["run", "sac", "--out", "x.png", "--reference"], 2, "sac takes no --reference", "sheet"],
      [["run", "sheet", "--out", "x.png", "--units", "3", "--best", "3"], 2, "contradict", "leave out"],
      [["run", "loss", "--out", "x.png", "--units", "3"], 2, "loss takes no --units", "ratemaps"],
      [["run", "loss", "--out", "x.pdf", "--width", "300"], 2, "a PDF has no --width", "--width-mm"],
      [["run", "loss", "--out", "x.svg", "--width", "300", "--width-mm", "80"], 2, "contradict", "leave out"],
      [["run", "mosaic-reference", "--out", "x.svg", "--title", "T"], 2, "takes no --title", "leave out"],
      [["run", "sac", "--out", "x.png", "--unit", "16"], 2, "there is no unit 16", "0 to 15"],
      [["run", "sac", "--out", "x.png", "--scorer", "x"], 2, "there is no scorer 'x'", "nan-aware"],
      [["run", "arena", "--out", "x.png", "--width", "9"], 2, '--width is "9"', "at least 100"],
      [["run", "arena", "--out", "x.png", "--width", "99999"], 2, "99999 x", "smaller --width"],
      [["run", "mosaic-reference", "--out", "x.png", "--width", "800"], 2, "380 pixels wide", "--width"],
      [["absent", "loss", "--out", "x.png"], 1, "there is no run or checkpoint absent", "quick"],
      [["quick", "loss", "--out", "x.png"], 1, "quick has no log of its training", "a run"],
      [[newestOf(run), "loss", "--out", "x.png"], 1, "has no log of its training", "a run"],
    ];
    for (const [argv, code, cause, mend] of cases) {
      const said = await cli(...argv, "--json");
      expect({ argv, code: said.code, stdout: said.stdout }).toEqual({ argv, code, stdout: "" });
      expect(said.stderr).toMatch(/^error: .*\n {2}.*\n$/);
      expect(said.stderr).toContain(cause);
      expect(said.stderr).toContain(mend);
    }
    expect(readFileSync(at("mine.png"), "utf8")).toBe("mine");
    expect(readdirSync(run.cwd)).toEqual(before);
    expect((await cli("run", "loss", "--out", "mine.png", "--force")).code).toBe(0);
    expect(existsSync(at("x.png"))).toBe(false);
  });

  test("says what the eye cannot see", async () => {
    const fine = ["--trajectories", "150", "--bins", "30", "--blas", "wasm", "--force", "--out", "fine.png"];
    expect((await cli("run", "sac", ...fine)).stderr).toMatch(/^warning: \d+ % of the bins are unvisited/);
    expect((await cli("run", "sac", ...fine, "--quiet")).stderr).toBe("");
  });

  test("its help fits 80 columns and names every kind", async () => {
    const { stdout } = await cli("--help");
    // The flag --blas is explained in the words of all commands.
    const own = stdout.split("\n").filter((line) => !line.includes("--blas"));
    expect(Math.max(...own.map((line) => line.length))).toBeLessThanOrEqual(80);
    for (const { name, summary } of figureKinds) {
      expect(stdout).toContain(name);
      expect(stdout).toContain(summary);
    }
  });
});
