/** What commands take of the memory, measured from outside, and what they refuse to take. */
import { describe, expect, test } from "bun:test";
import { truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { writeNpyHeader } from "../../../../src/format/npy-header.ts";
import { temporaryFolder } from "../../../support/temporary-folder.ts";

const main = join(import.meta.dir, "../../../../src/main.ts");
const mebibyte = 2 ** 20;

interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly peakBytes: number;
}

async function run(argv: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Run> {
  const child = Bun.spawn([process.execPath, main, ...argv], {
    env: { ...process.env, ...env },
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
  });
  const [stdout, stderr, code] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ]);
  // Bytes on macOS, KiB on Linux by the system's own call; Bun says bytes on both.
  return { code, stdout, stderr, peakBytes: child.resourceUsage()!.maxRSS };
}

/** An .npy of zeros, as large as it says and no larger on the disk. */
function sparseMaps(path: string, shape: readonly number[]): void {
  const header = writeNpyHeader({ descr: "<f4", fortranOrder: false, shape });
  writeFileSync(path, header);
  truncateSync(path, header.length + shape.reduce((product, size) => product * size, 4));
}

describe("maps of a file", () => {
  test("ten times as many do not take ten times the memory", async () => {
    using folder = temporaryFolder();
    const peaks: number[] = [];
    for (const [maps, portions] of [
      [22_000, 9],
      [220_000, 84],
    ] as const) {
      sparseMaps(folder.at("maps.npy"), [maps, 20, 20]);
      const { code, stderr, peakBytes } = await run(["score", folder.at("maps.npy"), "--null", "0"]);
      expect(stderr).toContain(`${maps} maps were scored in ${portions} portions and `);
      expect(code).toBe(0);
      peaks.push(peakBytes);
    }
    // The maps that were added are 317 MB; what is said of each takes half a kilobyte.
    expect(peaks[1]! - peaks[0]!).toBeLessThan(200 * mebibyte);
  }, 60_000);
});
