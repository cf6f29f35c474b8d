import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runProgram } from "../program.ts";
import type { Part } from "../result.ts";

interface AboveNull {
  readonly threshold: number;
  readonly share: number;
  readonly nullShare: number;
}

/** The part that is used of what `evaluate --json` says. */
interface Evaluation {
  readonly decodeErrorCm: number;
  readonly floorCm: number;
  readonly scorer: string;
  readonly bins: number;
  readonly survival: Readonly<Record<string, number>>;
  readonly null: { readonly survival: Readonly<Record<string, number>> };
  readonly aboveNull: { readonly percentile: number; readonly hexagonal: AboveNull };
}

const tiny = ["model.units=16", "code.placeCells=32", "code.width=0.4", "train.steps=3", "train.batchSize=8"];

/** With a decode error above it the network has not learned what it learns elsewhere. */
const mostErrorCm = 8;

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

export const quick: Part = async ({ small, say }) => {
  const folder = mkdtempSync(join(tmpdir(), "entorhinal-bench-"));
  try {
    const run = join(folder, "run");
    const settings = small ? tiny.flatMap((text) => ["--set", text]) : [];
    const began = performance.now();
    await runProgram(
      "train",
      "--preset",
      "quick",
      "--device",
      "webgpu",
      "--run",
      run,
      "--quiet",
      ...settings,
    );
    say({ name: "training", value: (performance.now() - began) / 1000, unit: "s" });
    const fewer = small ? ["--trajectories", "100"] : [];
    const found: Evaluation = JSON.parse(await runProgram("evaluate", run, "--json", "--quiet", ...fewer));
    const { decodeErrorCm, floorCm, scorer, bins } = found;
    say({
      name: `decode error (floor ${floorCm.toFixed(2)})`,
      value: decodeErrorCm,
      unit: "cm",
      ...(small ? {} : { passes: decodeErrorCm <= mostErrorCm }),
      document: found,
    });
    const by = `${scorer}, ${bins} x ${bins} bins`;
    const tell = (what: string, share: number, noise: number) =>
      say({
        name: `units with a grid score above ${what} (${by})`,
        value: `${percent(share)}, smoothed noise ${percent(noise)}`,
      });
    for (const [threshold, share] of Object.entries(found.survival)) {
      tell(threshold, share, found.null.survival[threshold]!);
    }
    const { percentile, hexagonal } = found.aboveNull;
    const { threshold, share, nullShare } = hexagonal;
    tell(`${threshold.toFixed(2)}, the null's ${percentile}th percentile`, share, nullShare);
  } finally {
    rmSync(folder, { recursive: true });
  }
};
