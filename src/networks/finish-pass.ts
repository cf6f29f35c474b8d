/** The end of a pass, the same for every network of path integration. */
import type { Engine } from "../engine/engine.ts";
import type { SharedArray } from "../engine/shared-array.ts";
import { sum } from "../engine/sum.ts";
import { finishGradients } from "../layers/finish-gradients.ts";
import { type Decay, decayOf } from "./decay.ts";
import { type Arrays, type Layout, namesOf } from "./layout.ts";
import type { PathWork } from "./path-block.ts";
import type { PathPassResult } from "./path-network.ts";

interface Unfinished<Name extends string> {
  readonly layout: Layout<Name>;
  readonly weights: Arrays<Name>;
  readonly gradients: Arrays<Name>;
  readonly decay: Decay;
  /** Factors on gradients, where what met the weights was scaled: the velocity. */
  readonly scales: Readonly<Partial<Record<Name, number>>>;
  readonly work: PathWork;
  /** How many activities of each block are not zero. */
  readonly activeCounts: SharedArray<"float64">;
  readonly units: number;
}

/** Scales the gradients and adds the decay to them, in place; sums up what the blocks have measured. */
export function finishPass<Name extends string>(engine: Engine, pass: Unfinished<Name>): PathPassResult {
  const { layout, weights, gradients, work } = pass;
  const { gradientSquares, decay } = finishGradients(
    engine,
    namesOf(layout).map((name) => ({
      gradient: gradients[name],
      weights: weights[name],
      scale: pass.scales[name] ?? 1,
      decay: decayOf(pass.decay, layout[name]),
    })),
  );
  const { loss, ...measured } = work.measured();
  const { steps, batch } = work.values;
  return {
    loss: loss + decay,
    ...measured,
    density: sum(pass.activeCounts.view) / (steps * batch * pass.units),
    gradientNorm: Math.sqrt(gradientSquares),
  };
}
