/** Grid scores at time lags, beside SciPy's. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Engine } from "../../src/engine/engine.ts";
import { npyArray } from "../../src/format/npy-array.ts";
import { writeNpz } from "../../src/format/npz.ts";
import { batchSize, lagBatches, steps } from "../lag-source.ts";
import { lagOptions, sweepOnce } from "../lags.ts";
import type { Comparison, Ours, PeerBench } from "./comparison.ts";

/** Ours are as many as usual; SciPy's are a few, which are extrapolated: unit by unit it does the same again. */
const units = 512;
const theirUnits = 2;
const mostLag = 9;
/** Batches of trajectories. */
const batches = 25;
/** The one whose definition SciPy's program follows. */
const scorer = "deepmind-code";

/** The first units as SciPy's program reads them, every batch written out. @returns the path of the file */
export function writeLagActivity(
  engine: Engine,
  path: string,
  count: number,
  looked: number,
  all = count,
): string {
  engine.memory.scope(() => {
    const { position, activity } = lagBatches(engine, all, looked);
    const samples = steps * batchSize;
    // [batches, T, B] in ours, [T, batches x B] in theirs.
    const joined = (width: number, kept: number, from: (batch: number, row: number) => Float32Array) => {
      const out = new Float32Array(samples * looked * kept);
      for (let row = 0; row < samples; row++) {
        const [t, b] = [Math.floor(row / batchSize), row % batchSize];
        for (let batch = 0; batch < looked; batch++) {
          const at = (t * looked + batch) * batchSize + b;
          out.set(from(batch, row * width).subarray(0, kept), at * kept);
        }
      }
      return npyArray(out, [steps, batchSize * looked, kept]);
    };
    const arrays = {
      position: joined(2, 2, (batch, at) => position.subarray(batch * samples * 2 + at)),
      activity: joined(all, count, (_, at) => activity.subarray(at)),
    };
    writeFileSync(path, writeNpz(arrays));
  });
  return path;
}

function lagComparison(): Comparison {
  const names = ["lag sweep, 1 thread", "lag sweep, all threads"] as const;
  return {
    names,
    unit: "maps/s",
    peer: "SciPy",
    needs: ["scipy", "numpy"],
    program: "lag_sweep",
    prepare({ one, all, folder }: PeerBench) {
      const path = writeLagActivity(one, join(folder, "lags.npz"), theirUnits, batches);
      const options = lagOptions(mostLag, scorer, batches);
      const way = (name: string, engine: Engine): Ours => ({
        name,
        threads: engine.pool.threads,
        body: () => sweepOnce(engine, units, options),
      });
      return {
        ours: [way(names[0], one), way(names[1], all)],
        count: units * options.lags.length,
        words: ["--activity", path, "--most-lag", String(mostLag)],
      };
    },
  };
}

export const lagComparisons: readonly Comparison[] = [lagComparison()];
