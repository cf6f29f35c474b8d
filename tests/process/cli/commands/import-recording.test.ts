/** `import-recording` on the bundled NWB file, and recorded cells on their way through everything that looks at units. */
import { describe, expect, test } from "bun:test";
import { copyFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { numbersOf } from "../../../../src/format/npy-array.ts";
import { readNpz } from "../../../../src/format/npz.ts";
import { capture } from "../../../support/capture.ts";
import { behaviour, spatialSeries, units, writeNwb } from "../../../support/recording/nwb-writer.ts";
import { temporaryDirectory } from "../../../support/temporary.ts";

const cwd = temporaryDirectory();
copyFileSync(join(import.meta.dir, "../../../support/recording/rat.nwb"), join(cwd, "rat.nwb"));
const cli = (...argv: string[]) => capture(argv, { cwd });
const json = async (...argv: string[]) => {
  const { code, stdout, stderr } = await cli(...argv, "--json", "--quiet");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return JSON.parse(stdout);
};
const imported = await cli(
  "import-recording",
  "rat.nwb",
  "--out",
  "rat.npz",
  "--origin",
  "corner",
  "--box",
  "1x1",
);
const bins = ["--bins", "12"];

describe("import-recording", () => {
  test("says what it took, moved, left out and made up", () => {
    expect(imported).toMatchObject({ code: 0, stderr: "" });
    const said = imported.stdout.replace(/\n +/g, " ").replace(/ +/g, " ");
    for (const part of [
      "position processing/behavior/Position/head (3600, 2) in meters",
      "heading processing/behavior/CompassDirection/direction",
      "its frame (0, 0) is the lower left corner",
      "box 1 x 1 m: its middle, (0.5, 0.5) in the file, is moved to (0, 0)",
      "120 s in 3600 steps of 0.03333 s; 30 (0.8 %) of unknown position",
      "4 units, 1700 spikes as rates in Hz; 2 spikes before or after the recording left out, of noise",
      "only samples at 2.5 cm/s or more",
      "sums and visits smoothed by a Gaussian of 5 cm",
    ]) {
      expect(said).toContain(part);
    }
  });

  test("writes counts over time, where the spikes were, and NaN where nobody knows the position", () => {
    const npz = readNpz(join(cwd, "rat.npz"));
    const position = numbersOf(npz.get("position"), "position");
    const activity = numbersOf(npz.get("activity"), "activity");
    expect(position.filter(Number.isNaN)).toHaveLength(60);
    // All spikes but the two outside, times 30 Hz.
    expect(activity.reduce((sum, rate) => sum + rate, 0) / 30).toBeCloseTo(1698, 3);
    expect(npz.get("unit_names").data).toEqual(["grid", "wall", "head", "noise"]);
  });

  test("takes settings of all that it does to the data", async () => {
    const flags = ["--speed-above", "0", "--least-occupancy", "0", "--smooth", "0", "--trial-seconds", "10"];
    const { recordings } = await json(
      ...[
        "import-recording",
        "rat.nwb",
        "--out",
        "plain.npz",
        ...flags,
        "--bin-seconds",
        "0.1",
        "--longest-gap",
        "2",
      ],
    );
    expect(recordings[0]).toMatchObject({
      trials: 12,
      steps: 100,
      dt: 0.1,
      stepsTooSlow: 0,
      stepsOfUnknownPosition: 0,
    });
    expect(recordings[0].stepsBridged).toBeWithin(8, 12);
    expect(Object.keys(recordings[0].conditions)).toEqual(["velocityWindow", "walls"]);
    const round = await json(
      "import-recording",
      "rat.nwb",
      "--out",
      "round.npz",
      "--box",
      "1.45",
      "--arena",
      "circle",
    );
    expect(round.recordings[0].conditions).toMatchObject({ round: true });
  });

  test("writes a file for each series of positions into a folder", async () => {
    const way = [...Array(30).keys()].map((i) => [0.1 + 0.02 * i, 0.5 + 0.3 * Math.sin(i)]);
    writeNwb(join(cwd, "two.nwb"), {
      processing: behaviour({
        Position: { type: "Position", parts: { head: spatialSeries(way), "tail base": spatialSeries(way) } },
      }),
      units: units([[5.1], [5.2]]),
    });
    const { recordings } = await json("import-recording", "two.nwb", "--out", "both");
    expect(readdirSync(join(cwd, "both")).sort()).toEqual(["head.npz", "tail-base.npz"]);
    expect(recordings).toHaveLength(2);
    expect((await cli("import-recording", "two.nwb", "--out", "both")).stderr).toContain("exists");
    expect((await cli("import-recording", "two.nwb", "--out", "both", "--force")).code).toBe(0);
  });

  test.each<[string[], number, string]>([
    [["rat.nwb"], 2, "import-recording needs --out"],
    [["rat.nwb", "--out", "rat.npz"], 1, "rat.npz exists"],
    [["rat.nwb", "--out", "x.npz", "--box", "1x1x1"], 2, '--box is "1x1x1"'],
    [["rat.nwb", "--out", "x.npz", "--box", "big"], 2, '--box is "big"'],
    [["rat.nwb", "--out", "x.npz", "--origin", "left"], 2, '--origin is "left"'],
    [["rat.nwb", "--out", "x.npz", "--box", "0.5x0.5"], 1, "are outside a box of 0.5 x 0.5 m"],
    [["rat.nwb", "--out", "x.npz", "--arena", "circle"], 1, "no round arena"],
    [["rat.nwb", "--out", "x.npz", "--series", "tail"], 2, "has no series of positions tail"],
    [["rat.nwb", "--out", "x.npz", "--heading-degrees"], 2, "--heading-degrees is not for NWB"],
    [["rat.nwb", "--out", "x.npz", "--speed-above", "900"], 1, "never as fast as 900 cm/s"],
    [["rat.nwb", "--out", "x.npz", "--speed-above", "-1"], 2, '--speed-above is "-1"'],
    [["rat.nwb", "--out", "x.npz", "--spikes", "gone.csv"], 1, "gone.csv does not exist"],
    [["rat.nwb", "--out", "rat.nwb"], 1, "rat.nwb is a file"],
    [["gone.nwb", "--out", "x.npz"], 1, "gone.nwb does not exist"],
    [["rat.npz", "--out", "x.npz"], 1, "is looked at as it is"],
  ])("%j is refused in a line, and nothing is written", async (argv, code, cause) => {
    const said = await cli("import-recording", ...argv);
    expect({ code: said.code, stdout: said.stdout }).toEqual({ code, stdout: "" });
    expect(said.stderr).toContain(cause);
    expect(said.stderr.trimEnd().split("\n")).toHaveLength(2);
    expect(existsSync(join(cwd, "x.npz"))).toBe(false);
  });

  test("other commands do not load the library of HDF5", () => {
    const script = `await import(${JSON.stringify(join(import.meta.dir, "../../../../src/commands.ts"))});
      for (const { name, load } of (await import(${JSON.stringify(join(import.meta.dir, "../../../../src/commands.ts"))})).commands) if (name !== "bench") await load();
      console.log(Object.keys(require.cache).filter((path) => path.includes("h5wasm")).length);`;
    const { stdout } = Bun.spawnSync([process.execPath, "-e", script], { cwd });
    expect(stdout.toString().trim()).toBe("0");
  });
});

describe("recorded cells", () => {
  test("are evaluated and compared, with their conditions", async () => {
    const said = await json("evaluate", "rat.npz", ...bins);
    expect(said).toMatchObject({ units: 4, activeUnits: 4, bins: 12 });
    expect(said.samples).toBeWithin(3500, 3571);
    expect(said.conditions).toMatchObject({ speedAbove: 0.025, smoothing: 0.05, leastSeconds: 0.1 });
    const both = await json("compare", "rat.npz", "plain.npz", ...bins);
    expect(both.runs).toHaveLength(2);
  });

  test("are mapped, scored and drawn; the grid cell wins", async () => {
    await json("ratemaps", "rat.npz", ...bins, "--best", "0", "--out", "maps.npz");
    const npz = readNpz(join(cwd, "maps.npz"));
    const grid60 = numbersOf(npz.get("grid60"), "grid60");
    expect([...grid60].indexOf(Math.max(...grid60))).toBe(0);
    const scored = await json("score", "rat.npz", ...bins, "--shuffles", "100");
    expect(scored.units[0].grid60).toBe(grid60[0]!);
    expect(scored.unitNames).toEqual(["grid", "wall", "head", "noise"]);
    await json("score", "rat.npz", ...bins, "--shuffles", "20", "--out", "scores.npz");
    for (const file of ["maps.npz", "scores.npz"]) {
      const arrays = readNpz(join(cwd, file));
      expect(arrays.get("unit_names").data).toEqual(["grid", "wall", "head", "noise"]);
      expect(arrays.get("conditions").data).toContain("sums and visits smoothed by a Gaussian of 5 cm");
    }
    const { spacing } = await json("sac", "rat.npz", "0", "--bins", "20");
    expect(spacing).toBeWithin(0.37, 0.43);
    for (const kind of ["ratemaps", "arena", "tuning", "scores"]) {
      const { code, stderr } = await cli("figure", "rat.npz", kind, "--out", `${kind}.svg`, "--quiet");
      expect({ kind, code, stderr }).toEqual({ kind, code: 0, stderr: "" });
      expect(readFileSync(join(cwd, `${kind}.svg`), "utf8")).not.toContain("NaN");
    }
  });

  test("are tuned, beside a null that shifts them", async () => {
    const { units, samples, shufflingBy } = await json("tuning", "rat.npz", "--shuffles", "99");
    expect(shufflingBy).toBe("shift");
    expect(samples).toBeWithin(3500, 3571);
    expect(units[2].headingP).toBe(0.01);
    const { stdout } = await cli("tuning", "rat.npz", "2", "--shuffles", "20");
    expect(stdout.replaceAll("\n", " ")).toContain("shifted in a circle by at least 20 s");
    expect(stdout).toContain("\nunits: #0 grid, #1 wall, #2 head, #3 noise\nconditions: ");
  });

  test("are called by their names in what lags says and writes", async () => {
    const lags = ["lags", "rat.npz", ...bins, "--units", "1,3", "--max-lag", "2", "--shuffles", "2"];
    const { code, stdout } = await cli(...lags, "--quiet");
    expect({ code, says: /^cells +#1 wall, #3 noise$/m.test(stdout) }).toEqual({ code: 0, says: true });
    const [network] = (await json(...lags, "--out", "lags")).networks;
    expect(network.units.map(({ unit, name }: { unit: number; name: string }) => [unit, name])).toEqual([
      [1, "wall"],
      [3, "noise"],
    ]);
    expect(readNpz(join(cwd, "lags", "lags.npz")).get("unit_names").data).toEqual(["wall", "noise"]);
  });

  test("have a report and a walk, and no place that could be decoded", async () => {
    const { code } = await cli("report", "rat.npz", ...bins, "--out", "rat.html", "--quiet");
    expect(code).toBe(0);
    const html = readFileSync(join(cwd, "rat.html"), "utf8");
    expect(html).toContain("smoothed by a Gaussian of 5 cm");
    expect(/"names":\["grid","wall","head","noise"\]/.test(html)).toBe(true);
    expect(html).toContain("No decoded paths: no place can be read out of activity");
    const walk = await cli("walk", "rat.npz", ...bins, "--quiet");
    expect({ code: walk.code, says: walk.stdout.includes("outside the box") }).toEqual({
      code: 0,
      says: false,
    });
    const decode = await cli("decode", "rat.npz");
    expect([decode.code, decode.stderr.split("\n")[0]]).toEqual([
      1,
      "error: no place can be read out of activity",
    ]);
  });

  test("of a long box have square maps with nothing beyond the walls, and borders at the walls", async () => {
    const rows = ["t,x,y,wall,middle"];
    for (let i = 0; i < 4000; i++) {
      const [x, y] = [(i * 0.7548776662) % 1, 0.4 * ((i * 0.569840291) % 1)];
      rows.push([i / 50, x, y, y < 0.06 ? 10 : 0, Math.hypot(x - 0.5, y - 0.2) < 0.1 ? 10 : 0].join(","));
    }
    writeFileSync(join(cwd, "long.csv"), rows.join("\n"));
    const flags = ["--box", "1x0.4", "--speed-above", "0", "--out", "long.npz"];
    const { recordings } = await json("import-recording", "long.csv", ...flags, "--origin", "corner");
    expect(recordings[0].conditions.walls).toBe("1 x 0.4");
    const scored = await json("score", "long.npz", "--bins", "20", "--shuffles", "20");
    const [wall, middle] = scored.units;
    expect(wall.border).toBeGreaterThan(0.5);
    expect(middle.border).toBeLessThan(0);
    await json("ratemaps", "long.npz", "--best", "0", "--out", "long-maps.npz");
    const maps = numbersOf(readNpz(join(cwd, "long-maps.npz")).get("rate_map"), "maps").subarray(0, 400);
    expect(maps.findIndex((rate) => !Number.isNaN(rate))).toBe(120);
    expect(maps.filter((rate) => !Number.isNaN(rate))).toHaveLength(160);
    const quiet = await cli("ratemaps", "long.npz", "--best", "1");
    expect(quiet.stderr).not.toContain("unvisited");
  });
});
