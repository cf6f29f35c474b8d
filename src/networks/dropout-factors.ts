/** The factors of a dropout by themselves: what a pass makes of its own on the way, for a device that has no such kernel. */
import type { Engine } from "../engine/engine.ts";
import { defineJob } from "../engine/job.ts";
import { streamKey } from "../engine/random.ts";
import type { SharedArray } from "../engine/shared-array.ts";
import { type DenseSettings, keepOfUnits } from "./dense-settings.ts";
import { floatBytes } from "./parameter-needs.ts";
import type { NetworkDropout, PathBatch } from "./path-network.ts";

const factorsOfStep = defineJob(
  import.meta.url,
  "networks/dropout-factors",
  ["factors", "keep", "key0", "key1", "first", "batch", "units"],
  ({ kernels, scratch }, step, a) => {
    const to = a.factors + step * a.batch * a.units * floatBytes;
    // biome-ignore format: where, the stream, sizes
    kernels.dropOut(0, to, scratch, a.keep,
      a.key0, a.key1, a.first,
      a.batch, a.units, step);
  },
);

/** The dropout of a network of that shape; undefined: it has none. */
export const dropoutOf = (
  settings: Pick<DenseSettings, "bottleneck" | "keepProbability">,
): NetworkDropout | undefined =>
  keepOfUnits(settings) && {
    factors: (engine, batch) => dropoutFactors(engine, settings, batch),
  };

/** @returns [T, B, bottleneck] in the current memory scope: 0, or one over the probability */
function dropoutFactors(
  engine: Engine,
  settings: Pick<DenseSettings, "bottleneck" | "keepProbability">,
  { velocity, dropout }: PathBatch,
): SharedArray<"float32"> | undefined {
  const keep = dropout && keepOfUnits(settings);
  if (!keep) return undefined;
  const { memory, pool, kernels } = engine;
  const [steps, batch] = velocity.shape as [number, number];
  const factors = memory.allocate("float32", [steps, batch, settings.bottleneck], "factors of the dropout");
  const values = {
    ...{ factors: factors.pointer, batch, units: settings.bottleneck, first: dropout.first },
    ...streamKey(dropout.seed, dropout.stream),
    keep: memory.from("float64", keep, "keep probabilities").pointer,
  };
  pool.run(factorsOfStep, steps, values, kernels.dropOutScratchBytes());
  return factors;
}
