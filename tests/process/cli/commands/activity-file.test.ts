/** All commands that look at activity, on a file of somebody's; and what only networks have is refused on one. */
import { describe, expect, test } from "bun:test";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  borderCell,
  headDirectionCell,
  hexagonalCell,
  placeCell,
} from "../../../../src/analyse/synthetic.ts";
import { numbersOf } from "../../../../src/format/npy-array.ts";
import { readNpz, writeNpz } from "../../../../src/format/npz.ts";
import { defaultArena } from "../../../../src/world/arena.ts";
import { capture } from "../../../support/capture.ts";
import { recordedCells } from "../../../support/recorded-cells.ts";
import { temporaryDirectory } from "../../../support/temporary.ts";

const cwd = temporaryDirectory();
const [trials, steps, units] = [80, 90, 6];
const recorded = await recordedCells(
  [
    headDirectionCell({ preferred: 1, concentration: 3 }),
    hexagonalCell({ period: 0.7 }),
    () => 0,
    borderCell({ wall: "south", width: 0.1, box: defaultArena }),
    placeCell({ centre: [0.2, -0.1], width: 0.2 }),
    hexagonalCell({ period: 0.9, angle: 0.2 }),
  ],
  { trials, steps, motion: { dt: 0.05 } },
);
writeFileSync(join(cwd, "cells.npz"), writeNpz(recorded));
const { position, activity } = recorded;
writeFileSync(join(cwd, "paths.npz"), writeNpz({ position, activity }));
const cli = (...argv: string[]) => capture(argv, { cwd });
const read = (name: string) => readFileSync(join(cwd, name), "utf8");
const bins = ["--bins", "12"];
const json = async (...argv: string[]) => {
  const { code, stdout, stderr } = await cli(...argv, "--json", "--quiet");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return JSON.parse(stdout);
};

describe("evaluate", () => {
  test("says all of it, with shares beside their null, and nothing of a decode error or a step", async () => {
    const { code, stdout, stderr } = await cli("evaluate", "cells.npz", ...bins);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(
      /^2 of 6 units \(33\.3 %\) score hexagonally above 0\.\d\d, the 95th percentile of\nmatched noise \(nan-aware, 12 x 12 bins\)\.\nExpected by chance: 5 %\. After Benjamini-Hochberg at q = 0\.05: 2 of 6 units\.\n\nactive units {2}5 of 6, each on in [\d.]+ % of 7200 samples\nmedians {7}[^\n]+\n {14}[^\n]+\nscorer {8}nan-aware, 12 x 12 bins\n/,
    );
    expect(stdout).toMatch(/null {10}1000 maps of noise, smoothed by [\d.]+ bins like the units\n/);
    expect(stdout).toMatch(/ score above {5}hexagonal +null +square +null\n/);
    expect(stdout).toMatch(/ 0\.80 +33\.3 % +\d\.\d %/);
    expect(stdout).toContain("Units without a score, because their maps do not vary: 1.");
    expect(stdout).not.toMatch(/decode|floor|chance \d|NaN/);
    const said = await json("evaluate", "cells.npz", ...bins);
    expect(said).toMatchObject({
      step: null,
      units,
      activeUnits: 5,
      scoredUnits: 5,
      samples: 7200,
      bins: 12,
    });
    expect(said.survival["0.8"]).toBeCloseTo(2 / 6, 12);
    const { percentile, hexagonal, square } = said.aboveNull;
    expect([percentile, hexagonal.units, hexagonal.share, square.units]).toEqual([95, 2, 2 / 6, 0]);
    expect([hexagonal.threshold, hexagonal.nullShare]).toEqual([said.null.p95, 0.05]);
    expect(said.null).toMatchObject({ kind: "smoothed-noise", maps: 1000, seed: 0 });
    for (const key of Object.keys(said)) expect(key).not.toMatch(/decode|floor|chance/i);
  });

  test("says the same by any number of threads, and of paths alone", async () => {
    const said = await json("evaluate", "cells.npz", ...bins, "--workers", "1");
    expect(await json("evaluate", "cells.npz", ...bins, "--workers", "2")).toEqual(said);
    // The box is that of the positions, a little smaller: nearly the same maps.
    const alone = await json("evaluate", "paths.npz", ...bins);
    expect(alone.survival["0.8"]).toBe(said.survival["0.8"]);
  });

  test("takes all of the file, or as much as is asked for", async () => {
    const some = ["--trajectories", "20", "--steps", "50"];
    const { samples, activeUnits } = await json("evaluate", "cells.npz", "--bins", "4", ...some);
    expect([samples, activeUnits]).toEqual([1000, 5]);
  });
});

describe("maps", () => {
  test("ratemaps draws the best and writes all", async () => {
    const { stdout } = await cli("ratemaps", "cells.npz", ...bins, "--best", "2");
    expect(stdout).toStartWith("the 2 best of 6 units by hexagonal score (nan-aware),");
    expect(stdout).toMatch(/#[15] .*#[15] /);
    const said = await json("ratemaps", "cells.npz", ...bins, "--out", "maps.npz");
    expect(said).toMatchObject({ units, bins: 12, samples: 7200, scorer: "nan-aware" });
    const npz = readNpz(join(cwd, "maps.npz"));
    expect(npz.get("rate_map").shape).toEqual([units, 12, 12]);
    const scores = numbersOf(npz.get("grid60"), "grid60");
    expect(scores[1]).toBeGreaterThan(1);
    expect(scores[2]).toBeNaN();
    // And score says the same of the maps.
    const scored = await json("score", "maps.npz", "--key", "rate_map", "--null", "none");
    expect(scored.units[1].grid60).toBeCloseTo(scores[1]!, 5);
    expect(scored.units[3].border).toBeGreaterThan(0.5);
  });

  test("sac draws one unit with its ring and says its spacing", async () => {
    const { code, stdout } = await cli("sac", "cells.npz", "1", ...bins);
    expect(code).toBe(0);
    expect(stdout).toStartWith("rates of #1 ");
    const { grid60, spacing, box } = await json("sac", "cells.npz", "1", ...bins);
    expect(grid60.mean).toBeGreaterThan(1);
    expect(spacing).toBeWithin(0.6, 0.8);
    expect(box).toEqual([2.2, 2.2]);
  });
});

describe("tuning", () => {
  test("of all units by heading, and of one by heading and speed", async () => {
    const { code, stdout } = await cli("tuning", "cells.npz");
    expect(code).toBe(0);
    expect(stdout).toMatch(/most tuned to heading, 7200 samples\n/);
    // 1 rad is 57 degrees.
    expect(stdout).toMatch(/direction[^\n]*\n[─-]+\n +0 +0\.\d+ +0\.\d+ +0\.010 +5\d /);
    const { heading } = await json("tuning", "cells.npz", "0");
    expect(heading.vectorLength).toBeWithin(0.76, 0.86);
    expect((await cli("tuning", "cells.npz", "0")).stdout).toStartWith(
      "unit 0: rates by heading and by speed",
    );
  });

  test("needs to know how the animal moved", async () => {
    const { velocity, dt } = recorded;
    const reason = "error: nothing is known of the animal's velocity\n  give the recording velocity, or dt\n";
    for (const words of [["paths.npz"], ["paths.npz", "0"]]) {
      expect(await cli("tuning", ...words)).toEqual({ code: 1, stdout: "", stderr: reason });
    }
    for (const known of [{ velocity }, { dt }]) {
      writeFileSync(join(cwd, "moving.npz"), writeNpz({ position, activity, ...known }));
      const { heading } = await json("tuning", "moving.npz", "0");
      expect(heading.directionDegrees).toBeWithin(52, 62);
    }
  });
});

describe("figures", () => {
  const textsOf = (name: string) =>
    [...read(name).matchAll(/<text[^>]*>([^<]*)</g)].map(([, text]) => text!).join(" ");

  test("of maps and scores say what they are of", async () => {
    for (const kind of ["ratemaps", "scores", "sac", "tuning", "spacing", "panel"]) {
      const binned = kind === "tuning" ? [] : bins;
      const { code, stderr } = await cli("figure", "cells.npz", kind, ...binned, "--out", `${kind}.svg`);
      expect({ kind, code, stderr }).toEqual({ kind, code: 0, stderr: "" });
    }
    expect(textsOf("ratemaps.svg")).toContain("The 5 best of 6 units of cells.npz");
    expect(textsOf("ratemaps.svg")).toContain("7,200 samples");
    expect(textsOf("scores.svg")).toContain("Hexagonal scores of the 6 units of cells.npz");
    expect(textsOf("sac.svg")).toContain("of cells.npz");
    expect(textsOf("tuning.svg")).toMatch(/Tuning of units 0, .*100 shuffles/);
    for (const name of ["spacing.svg", "panel.svg"]) {
      expect(textsOf(name)).toMatch(/units: \d of 6 above .* noise: 50 of 1000 above/);
      expect(textsOf(name)).not.toContain("untrained");
    }
  });

  test("of the world shows paths as long as they are, and no place cells", async () => {
    expect((await cli("figure", "cells.npz", "arena", "--out", "arena.svg")).code).toBe(0);
    expect(textsOf("arena.svg")).toContain("A box of 2.2 x 2.2 m; 12 trajectories of 90 steps of 0.05 s.");
    expect(read("arena.svg")).not.toMatch(/place|NaN|<ellipse|<circle/);
    const few = ["--trajectories", "3", "--steps", "20", "--out", "few.svg"];
    expect((await cli("figure", "paths.npz", "arena", ...few)).code).toBe(0);
    expect(textsOf("few.svg")).toMatch(/; 3 trajectories of 20 steps\./);
  });
});

test("report has no configuration and no training, and says how to make it again", async () => {
  const flags = [...bins, "--out", "report.html", "--blas", "wasm"];
  const said = await json("report", "cells.npz", ...flags);
  const sha256 = new Bun.CryptoHasher("sha256").update(readFileSync(join(cwd, "cells.npz"))).digest("hex");
  expect(said).toMatchObject({ step: null, weightsSha256: null, units });
  expect(said.checkpoint).toEqual({ file: "cells.npz", step: null, sha256 });
  const page = read("report.html");
  expect(page).not.toMatch(
    /id="configuration"|training steps|SHA-256 of the weights|[Dd]ecode error|bun run train/,
  );
  expect(page).toContain(sha256);
  expect(page).toContain(
    "bun run entorhinal report cells.npz --out again.html --scorer nan-aware --bins 12 --trajectories 80 --steps 90 --seed 0 --blas wasm",
  );
  // Survival, histogram, spacing and tuning.
  expect(page.match(/<figure aria-label/g)).toHaveLength(4);
  expect(page).toContain("No decoded paths: no place can be read out of activity.");
  await json("report", "paths.npz", ...bins, "--out", "paths.html", "--blas", "wasm");
  expect(read("paths.html").match(/<figure aria-label/g)).toHaveLength(3);
  expect(read("paths.html")).toContain("No tuning: nothing is known of the animal&#39;s velocity.");
  expect(page).not.toContain(cwd);
  // It is what its own command makes.
  const again = await json(
    "report",
    "cells.npz",
    ..."--bins 12 --trajectories 80 --steps 90 --seed 0 --blas wasm --out again.html".split(" "),
  );
  const { out: _, bytes: _bytes, ...numbers } = said;
  expect(again).toMatchObject(numbers);
});

describe("refuses", () => {
  const path = join(cwd, "cells.npz");
  const noPlace = "no place can be read out of activity";
  const aNetwork = "name a network that was trained to tell places";
  const cases: readonly [string, 1 | 2, string, string][] = [
    ["decode cells.npz", 1, noPlace, aNetwork],
    ["place cells.npz 3", 1, noPlace, aNetwork],
    ["arena cells.npz", 1, noPlace, aNetwork],
    ["figure cells.npz decode --out no.svg", 1, noPlace, aNetwork],
    [
      "figure cells.npz loss --out no.svg",
      1,
      "cells.npz is a file of activity: nothing was trained",
      "name a run or a checkpoint",
    ],
    [
      "evaluate cells.npz --tap units",
      2,
      `${path} is a file of activity: --tap is for networks`,
      "leave out --tap",
    ],
    [
      "ratemaps cells.npz --untrained",
      2,
      `${path} is a file of activity: --untrained is for networks`,
      "leave out --untrained",
    ],
    ["report cells.npz --untrained --out no.html", 2, "--untrained is for networks", "leave out --untrained"],
    ["figure cells.npz scores --tap units --out no.svg", 2, "--tap is for networks", "leave out --tap"],
    [
      "evaluate cells.npz --trajectories 81",
      2,
      `${path} holds 80 trials, 81 are asked for`,
      "lower --trajectories",
    ],
    [
      "tuning cells.npz --steps 91",
      2,
      `the trials of ${path} have 90 steps, 91 are asked for`,
      "lower --steps",
    ],
    ["sac cells.npz 6", 2, "there is no unit 6", "units are 0 to 5"],
    ["evaluate absent.npz", 1, `${join(cwd, "absent.npz")} does not exist`, "check the path"],
    ["report absent.npz --out no.html", 1, `${join(cwd, "absent.npz")} does not exist`, "check the path"],
    ["evaluate maps-only.npz", 1, "maps-only.npz has no position", "this one has rate_map"],
    ["export cells.npz --out no.npz", 1, "cells.npz is not a safetensors file", "name another file"],
  ];
  writeFileSync(join(cwd, "maps-only.npz"), writeNpz({ rate_map: activity }));
  test.each(cases)("%s", async (line, code, cause, mend) => {
    const before = readdirSync(cwd).sort();
    const said = await cli(...line.split(" "));
    expect({ code: said.code, stdout: said.stdout }).toEqual({ code, stdout: "" });
    expect(said.stderr).toMatch(/^error: .*\n {2}.*\n$/);
    const [first, second] = said.stderr.split("\n");
    expect(first).toContain(cause);
    expect(second).toContain(mend);
    expect(readdirSync(cwd).sort()).toEqual(before);
    expect(existsSync(join(cwd, "no.html"))).toBe(false);
  });
});

describe("score", () => {
  test("takes a file of activity as it takes the maps of it", async () => {
    const scored = await json("score", "cells.npz", ...bins, "--shuffles", "50");
    await cli("ratemaps", "cells.npz", ...bins, "--best", "0", "--out", "maps.npz");
    const maps = await json("score", "maps.npz", "--key", "rate_map", "--shuffles", "50");
    // Of activity more is known than of maps alone: visits, headings.
    const scores = ({ units, ...rest }: typeof scored) => ({
      ...rest,
      maps: "",
      units: units.map(({ unit, grid60, grid90, ring60, border, p60 }: Record<string, unknown>) => ({
        ...{ unit, grid60, grid90, ring60, border, p60 },
      })),
    });
    expect(scores(scored)).toEqual(scores(maps));
    expect(scored.units[1].grid60).toBeGreaterThan(1);
  });

  test("refuses flags that say nothing of what is scored", async () => {
    const refused = async (...argv: string[]) => (await cli("score", ...argv)).stderr.split("\n")[0];
    expect(await refused("cells.npz", "--box-width", "2")).toBe("error: --box-width is for maps");
    expect(await refused("maps.npz", "--bins", "12")).toBe("error: --bins is for activity");
    expect(await refused("maps.npz", "--untrained")).toBe("error: --untrained is for activity");
    expect(await refused("gone.npz")).toContain("gone.npz does not exist");
    expect(await refused("gone")).toContain("there is no run or checkpoint gone");
  });
});
