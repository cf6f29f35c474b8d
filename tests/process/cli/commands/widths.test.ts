/** Whatever a command prints fits the terminal, with colours and without. */
import { describe, expect, test } from "bun:test";
import { capture } from "../../../support/capture.ts";
import { trainTinyRun } from "../../../support/tiny-run.ts";

const run = await trainTinyRun(10);
const few = ["--trajectories", "60", "--blas", "wasm", "--workers", "1"];
await capture(["ratemaps", "run", ...few, "--best", "0", "--out", "maps.npz"], run);

const lines: readonly string[][] = [
  ["evaluate", "run", ...few, "--bins", "8"],
  ["evaluate", "run", "--scorer", "deepmind-code-minmax", "--trajectories", "300", "--bins", "6"],
  ["evaluate", "run", "--taps", "all", ...few, "--bins", "8", "--quiet"],
  ["ratemaps", "run", ...few, "--scorer", "deepmind-code-minmax"],
  ["score", "maps.npz", "--key", "rate_map", "--shuffles", "50"],
  ["sac", "run", "3", ...few],
  ["modules", "run", ...few, "--bins", "8", "--shuffles", "9"],
  ["modules", "quick", "--trajectories", "1000", "--shuffles", "9"],
  ["tuning", "run", ...few],
  ["tuning", "run", "--sort", "smoothness", "--trajectories", "600"],
  ["tuning", "run", "3", ...few],
  ["lags", "run", "--max-lag", "2", ...few, "--bins", "6"],
  ["lags", "run", "quick", "--max-lag", "2", "--units", "0-7", ...few, "--bins", "6", "--shuffles", "0"],
  ["decode", "run", ...few, "--draw", "2"],
  ["baseline", "run", ...few, "--updates", "2", "--batch", "4"],
  ["ablate", "run", "--top", "2,4", "--trials", "2", "--steps", "3,6", ...few, "--bins", "6"],
  ["place", "run", "3", ...few],
  ["arena", "run"],
  ["presets"],
  ["presets", "--settings"],
  ["runs", "--dir", "."],
];
const plain = {};
const depths = { 60: [{ FORCE_COLOR: "3" }], 80: [{ FORCE_COLOR: "3" }, { FORCE_COLOR: "2" }, plain] };

describe.each([60, 80, 120, 200] as const)("%d columns", (columns) => {
  for (const argv of lines) {
    test(argv.slice(0, 4).join(" "), async () => {
      for (const depth of columns === 60 || columns === 80 ? depths[columns] : [plain]) {
        const env = { ...depth, COLUMNS: String(columns) };
        const { code, stdout, stderr } = await capture(argv, { cwd: run.cwd, env });
        expect({ code, stderr: code === 0 ? "" : stderr }).toEqual({ code: 0, stderr: "" });
        for (const line of stdout.split("\n")) {
          expect(Bun.stringWidth(line), line).toBeLessThanOrEqual(columns);
        }
      }
    });
  }
});

test("--ascii is printable ASCII and nothing else", async () => {
  for (const argv of lines.filter(([name]) => !["presets", "runs"].includes(name!))) {
    const env = { FORCE_COLOR: "3" };
    const { code, stdout } = await capture([...argv, "--ascii"], { cwd: run.cwd, env });
    expect(code).toBe(0);
    for (const line of stdout.split("\n")) expect(line).toMatch(/^[ -~]*$/);
  }
});
