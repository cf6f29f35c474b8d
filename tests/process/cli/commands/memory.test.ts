/** What commands take of the memory, measured from outside, and what they refuse to take. */
import { describe, expect, test } from "bun:test";
import { statSync, truncateSync, writeFileSync } from "node:fs";
import { writeNpyHeader } from "../../../../src/format/npy-header.ts";
import { measured } from "../../../support/measured-process.ts";
import { temporaryFolder } from "../../../support/temporary-folder.ts";

const mebibyte = 2 ** 20;

/** An .npy of zeros, as large as it says and no larger on the disk. */
function sparseMaps(path: string, shape: readonly number[]): void {
  const header = writeNpyHeader({ descr: "<f4", fortranOrder: false, shape });
  writeFileSync(path, header);
  truncateSync(path, header.length + shape.reduce((product, size) => product * size, 4));
}

test("trajectories are written as they are simulated: a file of 400 MB takes less", async () => {
  using folder = temporaryFolder();
  const out = folder.at("walk.npz");
  const size = ["--trajectories", "100000", "--steps", "200"];
  const { code, peakBytes } = await measured(["simulate", "--out", out, ...size]);
  expect(code).toBe(0);
  expect(statSync(out).size).toBeGreaterThan(400e6);
  expect(peakBytes).toBeLessThan(300e6);
}, 60_000);

describe("maps of a file", () => {
  test("ten times as many do not take ten times the memory", async () => {
    using folder = temporaryFolder();
    const peaks: number[] = [];
    for (const [maps, portions] of [
      [22_000, 9],
      [220_000, 84],
    ] as const) {
      sparseMaps(folder.at("maps.npy"), [maps, 20, 20]);
      const { code, stderr, peakBytes } = await measured(["score", folder.at("maps.npy"), "--null", "0"]);
      expect(stderr).toContain(`${maps} maps were scored in ${portions} portions and `);
      expect(code).toBe(0);
      peaks.push(peakBytes);
    }
    // The maps that were added are 317 MB; what is said of each takes half a kilobyte.
    expect(peaks[1]! - peaks[0]!).toBeLessThan(200 * mebibyte);
  }, 60_000);
});
