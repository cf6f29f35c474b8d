/** Between what the loss of an ensemble lies. */
import type { Engine } from "../engine/engine.ts";
import { meanOverHeadings } from "./head-samples.ts";
import { type CodePart, labelSmoothing } from "./path-code.ts";
import { entropy, type FloorOptions, meanOverPositions } from "./place-floors.ts";

export interface LossLevels {
  /** No prediction is better on the average. */
  readonly floor: number;
  /** Of logits that are all 0. */
  readonly chance: number;
}

/** Of one ensemble by itself, nats, at uniform positions and headings. */
export function lossLevels(engine: Engine, part: CodePart, options: FloorOptions = {}): LossLevels {
  const { cells } = part;
  const chance = Math.log(cells);
  switch (part.targets) {
    // Who knows the place does not know which cell is drawn.
    case "softmax":
    case "sample":
      return { floor: mean(engine, part, options, entropy), chance };
    case "voronoi":
      return { floor: 0, chance };
    case "normalized":
      break;
  }
  if (part.loss === "sigmoid") {
    return { floor: mean(engine, part, options, coinEntropy) / cells, chance: Math.LN2 };
  }
  const perRow = (values: Float32Array) => weightedEntropy(values, cells);
  const weight = mean(engine, part, options, (values) => values.reduce((sum, value) => sum + value, 0));
  return { floor: mean(engine, part, options, perRow), chance: weight * chance };
}

function mean(
  engine: Engine,
  part: CodePart,
  options: FloorOptions,
  sum: (activity: Float32Array) => number,
): number {
  const density = part.targets === "normalized";
  return part.quantity === "place"
    ? meanOverPositions(engine, part.code, options, (_, { view }) => sum(view), density)
    : meanOverHeadings(engine, part.code, options, ({ view }) => sum(view), density);
}

/** Of all targets, each a coin. */
function coinEntropy(targets: Float32Array): number {
  let sum = 0;
  for (const target of targets) {
    const z = target * (1 - labelSmoothing) + labelSmoothing / 2;
    sum -= z * Math.log(z) + (1 - z) * Math.log(1 - z);
  }
  return sum;
}

/** Of rows that do not sum to 1: the least cross-entropy with a softmax. */
function weightedEntropy(targets: Float32Array, cells: number): number {
  let sum = 0;
  for (let first = 0; first < targets.length; first += cells) {
    const row = targets.subarray(first, first + cells);
    const total = row.reduce((all, target) => all + target, 0);
    for (const target of row) if (target > 0) sum -= target * Math.log(target / total);
  }
  return sum;
}
