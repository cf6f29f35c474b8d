/** What logits cost, by the ensembles that they are of. */
import { type CodePart, labelSmoothing } from "../code/path-code.ts";
import type { Engine } from "../engine/engine.ts";
import { defineJob } from "../engine/job.ts";
import type { SharedArray } from "../engine/shared-array.ts";
import { sum } from "../engine/sum.ts";

const rowsPerBlock = 64;

const lossBlock = defineJob(
  import.meta.url,
  "part-losses",
  ["logits", "targets", "rows", "cells", "stride", "sigmoid", "losses"],
  ({ kernels }, block, a) => {
    const row = block * rowsPerBlock;
    const at = row * a.stride * 4;
    const size = [Math.min(rowsPerBlock, a.rows - row), a.cells, a.stride] as const;
    const losses = a.losses + row * 8;
    if (a.sigmoid) {
      kernels.sigmoidCrossEntropy(a.logits + at, a.targets + at, ...size, labelSmoothing, 0, losses);
    } else kernels.softmaxCrossEntropy(a.logits + at, a.targets + at, ...size, 0, losses);
  },
);

/**
 * Loss of each ensemble summed over rows, nats. The logits are lost.
 * @param logits [rows, cells of all] @param targets the same
 */
export const partLosses = (
  engine: Engine,
  parts: readonly CodePart[],
  logits: SharedArray<"float32">,
  targets: SharedArray<"float32">,
): number[] =>
  parts.map(({ first, cells, loss }) =>
    engine.memory.scope(() => {
      const [rows, stride] = logits.shape as [number, number];
      const losses = engine.memory.zeros("float64", rows, "losses");
      engine.pool.run(lossBlock, Math.ceil(rows / rowsPerBlock), {
        ...{ logits: logits.pointer + first * 4, targets: targets.pointer + first * 4, rows, cells, stride },
        ...{ sigmoid: loss === "sigmoid" ? 1 : 0, losses: losses.pointer },
      });
      return sum(losses.view);
    }),
  );
