import { describe, expect, test } from "bun:test";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { encodeAll } from "../../../../src/cli/commands/encode/command.ts";
import { openPlaceCells } from "../../../../src/code/place-cells.ts";
import { placeSettings } from "../../../../src/code/place-settings.ts";
import { openEngine } from "../../../../src/engine/engine.ts";
import { writeNpy } from "../../../../src/format/npy.ts";
import { type NpyArray, npyArray, numbersOf } from "../../../../src/format/npy-array.ts";
import { readNpz, writeNpz } from "../../../../src/format/npz.ts";
import { defaultArena } from "../../../../src/world/arena.ts";
import { capture } from "../../../support/capture.ts";
import { goldenPath } from "../../../support/golden.ts";
import { encodeHeading } from "../../../support/reference/head-code.ts";
import { temporaryDirectory } from "../../../support/temporary.ts";

const cwd = temporaryDirectory();
const write = (name: string, bytes: Uint8Array | string) => writeFileSync(join(cwd, name), bytes);

async function encode(source: string, ...argv: string[]) {
  const { code, stderr } = await capture(["encode", source, "--out", "code.npz", "--force", ...argv], {
    cwd,
  });
  expect(code).toBe(0);
  const npz = readNpz(join(cwd, "code.npz"));
  const read = (name: string) => numbersOf(npz.get(name), name);
  return { shape: npz.get("code").shape, code: read("code"), centres: read("centres"), stderr };
}

const points = npyArray(Float64Array.of(0, 0, 0.5, -0.3, 1.09, 1.09, -1, 0.2, 0.1, 0.1, 0.7, 0.7), [2, 3, 2]);
write("points.npy", writeNpy(points));

describe("encode", () => {
  test("each position becomes a distribution over the cells", async () => {
    const { shape, code, centres } = await encode("points.npy", "--cells", "100", "--seed", "4");
    expect(shape).toEqual([2, 3, 100]);
    expect(centres).toHaveLength(200);
    for (let row = 0; row < 6; row++) {
      const values = code.subarray(row * 100, (row + 1) * 100);
      // 100 float32 values near 0.01: the sum is off by 100 roundings of 2^-24 x 0.1 at most.
      expect(Math.abs(values.reduce((sum, value) => sum + value, 0) - 1)).toBeLessThan(1e-6);
      expect(Math.min(...values)).toBe(0);
    }
  });

  test("does not depend on workers, but on the seed", async () => {
    const one = await encode("points.npy", "--workers", "1");
    const two = await encode("points.npy", "--workers", "2");
    expect(two.code).toEqual(one.code);
    expect((await encode("points.npy", "--seed", "1")).centres).not.toEqual(one.centres);
  });

  test("a round box comes from the file of simulate", async () => {
    const size = ["--trajectories", "2", "--steps", "3"];
    await capture(["simulate", "--out", "disc.npz", ...size, "--shape", "circle"], { cwd });
    const argv = ["encode", "disc.npz", "--out", "disc-code.npz", "--json"];
    const { stdout } = await capture(argv, { cwd });
    expect(JSON.parse(stdout).world).toMatchObject({ shape: "circle", boxWidth: 2.2 });
    const centres = numbersOf(readNpz(join(cwd, "disc-code.npz")).get("centres"), "centres");
    const distances = Array.from({ length: 512 }, (_, i) => Math.hypot(centres[2 * i]!, centres[2 * i + 1]!));
    expect(Math.max(...distances)).toBeWithin(1.05, 1.1);
    const flat = await capture([...argv, "--force", "--shape", "rectangle"], { cwd });
    expect(JSON.parse(flat.stdout).world).toMatchObject({ shape: "rectangle" });
    const published = await capture([...argv, "--force", "--centres", "numpySeed0"], { cwd });
    expect(published.code).toBe(2);
    expect(published.stderr).toContain("lie in a rectangle, and the box is round");
  });

  test("box and walls come from the file of simulate, unless flags say otherwise", async () => {
    const size = [
      "--trajectories",
      "2",
      "--steps",
      "3",
      "--box-width",
      "0.8",
      "--box-height",
      "0.4",
      "--periodic",
    ];
    await capture(["simulate", "--out", "walk.npz", ...size], { cwd });
    const world = async (...argv: string[]) => {
      const all = ["encode", "walk.npz", "--out", "code.npz", "--force", "--json", ...argv];
      return JSON.parse((await capture(all, { cwd })).stdout).world;
    };
    expect(await world()).toMatchObject({ boxWidth: 0.8, boxHeight: 0.4, periodic: true });
    expect(await world("--box-width", "3", "--periodic=false")).toMatchObject({
      ...{ boxWidth: 3, boxHeight: 0.4, periodic: false },
    });
    const { centres, shape } = await encode("walk.npz");
    expect(shape).toEqual([2, 3, 512]);
    expect(Math.max(...centres.filter((_, i) => i % 2 === 0).map(Math.abs))).toBeWithin(0.35, 0.4);
    expect(Math.max(...centres.filter((_, i) => i % 2 === 1).map(Math.abs))).toBeWithin(0.17, 0.2);
  });

  test("head-direction cells answer the headings of a file of simulate", async () => {
    const size = ["--trajectories", "2", "--steps", "3"];
    await capture(["simulate", "--out", "heads.npz", ...size], { cwd });
    const argv = ["encode", "heads.npz", "--out", "heads-code.npz", "--force", "--json", "--cells", "20"];
    const heads = ["--head-cells", "12", "--head-means", "placeSeed", "--head-concentration", "5"];
    const { stdout } = await capture([...argv, ...heads], { cwd });
    expect(JSON.parse(stdout).arrays).toEqual({
      ...{ code: [2, 3, 20], centres: [20, 2], head_code: [2, 3, 12], head_means: [12] },
    });
    const npz = readNpz(join(cwd, "heads-code.npz"));
    const [code, means] = ["head_code", "head_means"].map((name) => numbersOf(npz.get(name), name));
    expect(means![0]).toBe(Math.fround(0.9514866837462304));
    const headings = numbersOf(readNpz(join(cwd, "heads.npz")).get("heading"), "heading");
    headings.forEach((heading, row) => {
      encodeHeading(means!, 5, heading).forEach((value, cell) => {
        expect(code![12 * row + cell]).toBeCloseTo(value, 6);
      });
    });
  });

  test("does not depend on the portions it is computed in", async () => {
    const engine = await openEngine({ workers: 1, blas: "wasm" });
    const cells = openPlaceCells(engine, placeSettings.parse({ placeCells: 10 }), defaultArena, 0);
    const positions = numbersOf(points, "points");
    expect(encodeAll(engine, cells, positions, 20)).toEqual(encodeAll(engine, cells, positions));
    engine.close();
  });

  test("positions that are not finite are told", async () => {
    write("lost.npy", writeNpy(npyArray(Float32Array.of(0, 0, Number.NaN, 0), [2, 2])));
    const { code, stderr } = await encode("lost.npy", "--cells", "10");
    expect(stderr).toBe("1 coordinates are not finite; their code is NaN\n");
    expect(code.subarray(0, 10).some(Number.isNaN)).toBe(false);
    expect(code.subarray(10).every(Number.isNaN)).toBe(true);
  });

  const golden = goldenPath("place_cells.npz");
  test.skipIf(golden === undefined)(
    "gives the published code at given centres (place_cells.npz)",
    async () => {
      const reference = readNpz(golden!);
      const published = ["--width", "0.12", "--surround", "2"];
      write("p.npz", writeNpz({ position: reference.get("positions") }));
      write("c.npz", writeNpz({ centres: reference.get("centres") }));
      const { code } = await encode("p.npz", ...published, "--centres", "c.npz", "--cells", "128");
      const expected = numbersOf(reference.get("dog"), "dog");
      expect(code).toHaveLength(expected.length);
      // float32 of both sides: a few units in the last place of values below 0.1.
      code.forEach((value, i) => {
        expect(Math.abs(value - expected[i]!)).toBeLessThan(1e-6);
      });
    },
  );
});

describe("encode refuses", () => {
  const refusal = async (...argv: string[]) => {
    const { code, stdout, stderr } = await capture(["encode", ...argv], { cwd });
    expect(stdout).toBe("");
    expect(readdirSync(cwd)).not.toContain("x.npz");
    return `${code} ${stderr}`;
  };
  const flat = (shape: number[]): NpyArray =>
    npyArray(new Float32Array(shape.reduce((a, b) => a * b, 1)), shape);
  write("triples.npy", writeNpy(flat([4, 3])));
  write("none.npy", writeNpy(flat([0, 2])));
  write("several.npz", writeNpz({ a: flat([4, 2]), b: flat([4, 2]) }));
  write("torn.npz", writeNpz({ position: flat([4, 2]) }).subarray(0, 80));
  write("three.npy", writeNpy(flat([3, 2])));
  write("words.npy", writeNpy(npyArray(["a", "b"])));

  test.each([
    [["points.npy"], "2 error: encode needs --out"],
    [["--out", "x.npz"], "2 error: encode needs POS"],
    [["absent.npy", "--out", "x.npz"], "1 error:"],
    [["triples.npy", "--out", "x.npz"], "has the shape (4, 3)"],
    [["none.npy", "--out", "x.npz"], "holds no positions"],
    [["several.npz", "--out", "x.npz"], "choose one by --key: a (4, 2), b (4, 2)"],
    [["several.npz", "--key", "c", "--out", "x.npz"], "has no array 'c'"],
    [["torn.npz", "--out", "x.npz"], "is truncated"],
    [["words.npy", "--out", "x.npz"], "holds text, not numbers"],
    [["points.npy", "--out", "x.npz", "--cells", "0"], '2 error: --cells is "0"'],
    [["points.npy", "--out", "x.npz", "--cells", "1"], "an integer of at least 2 for differenceOfSoftmaxes"],
    [["points.npy", "--out", "x.npz", "--width", "0"], '2 error: code.width (--width) is "0"'],
    [["points.npy", "--out", "x.npz", "--kind", "gausian"], "did you mean gaussian?"],
    [["points.npy", "--out", "x.npz", "--centres", "three.npy"], "set code.placeCells to 3, it is 512"],
    [["points.npy", "--out", "x.npz", "--centres", "triples.npy"], "give centres in m as [cells, 2]"],
    [["points.npy", "--out", "x.npz", "--head-cells", "5"], "points.npy holds no heading_after or heading"],
    [["several.npz", "--key", "a", "--out", "x.npz", "--head-cells", "5"], "by --heading-key, or leave out"],
    [
      ["several.npz", "--key", "a", "--out", "x.npz", "--head-cells", "5", "--heading-key", "b"],
      "give a heading for each position: (4,)",
    ],
    [["points.npy", "--out", "x.npz", "--head-means", "even"], "did you mean evenly?"],
    [["points.npy", "--out", "x.npz", "--centres", "middle"], 'code.centres (--centres) is "middle"'],
  ])("%j", async (argv, text) => {
    expect(await refusal(...argv)).toContain(text);
  });
});
