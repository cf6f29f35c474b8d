/**
 * A network without any memory that is given a whole path at once: every turn and speed, where it begins and whither it heads
 * there; it answers with every position and heading. Two hidden layers of rectified units, mean squared error. Source: the
 * baseline of jtoy/grid-cell-experiments.
 */
import type { Engine } from "../../engine/engine.ts";
import { multiply } from "../../engine/product.ts";
import { fillUniform } from "../../engine/random.ts";
import type { SharedArray } from "../../engine/shared-array.ts";
import { linearGradients } from "../../layers/linear.ts";
import {
  type Arrays,
  allocateArrays,
  layoutOf,
  namesOf,
  type ParameterSpec,
  transpose,
} from "../../networks/layout.ts";

const parameters = {
  first: { axes: ["inputs", "hidden"], stored: "l1.weight" },
  firstBias: { axes: ["hidden"], stored: "l1.bias" },
  second: { axes: ["hidden", "hidden"], stored: "l2.weight" },
  secondBias: { axes: ["hidden"], stored: "l2.bias" },
  last: { axes: ["hidden", "outputs"], stored: "l3.weight" },
  lastBias: { axes: ["outputs"], stored: "l3.bias" },
} as const satisfies Record<string, ParameterSpec>;

type Name = keyof typeof parameters;
export type FeedForwardWeights = Arrays<Name>;

/** As published. */
const hiddenUnits = 100;

/** Numbers in, for paths of so many steps: turns, speeds, first heading and place. */
export const inputsOf = (steps: number): number => 2 * steps + 3;
/** Numbers out: positions [steps, 2] in m, then headings [steps] in rad. */
export const outputsOf = (steps: number): number => 3 * steps;

export const feedForwardLayout = (steps: number) =>
  layoutOf<Name>(parameters, { inputs: inputsOf(steps), hidden: hiddenUnits, outputs: outputsOf(steps) });

/** Weights and biases uniform in ±1 / sqrt(fan-in), as PyTorch has them, each array from a stream of its own. */
export function freshFeedForward(engine: Engine, steps: number, seed: number): FeedForwardWeights {
  const layout = feedForwardLayout(steps);
  const weights = allocateArrays(engine, layout, "weights of the baseline");
  for (const name of namesOf(layout)) {
    const array = weights[name];
    fillUniform(engine, { seed, stream: `baseline.${name}`, first: 0, items: 1, draws: array.length }, array);
    const limit = 1 / Math.sqrt(name.startsWith("first") ? inputsOf(steps) : hiddenUnits);
    const { view } = array;
    for (let i = 0; i < view.length; i++) view[i] = limit * (2 * view[i]! - 1);
  }
  return weights;
}

/** What a pass leaves for the one back: activities of the layers, [paths, …]. */
interface Pass {
  readonly hidden: SharedArray<"float32">;
  readonly second: SharedArray<"float32">;
  readonly outputs: SharedArray<"float32">;
}

/** In the memory scope of the caller. @param inputs [paths, inputsOf(steps)] */
export function feedForward(
  engine: Engine,
  weights: FeedForwardWeights,
  inputs: SharedArray<"float32">,
): Pass {
  const layer = (from: SharedArray<"float32">, matrix: Name, bias: Name, rectified: boolean) =>
    dense(engine, from, weights[matrix], weights[bias], rectified);
  const hidden = layer(inputs, "first", "firstBias", true);
  const second = layer(hidden, "second", "secondBias", true);
  return { hidden, second, outputs: layer(second, "last", "lastBias", false) };
}

/**
 * @param inputs [paths, inputsOf(steps)]
 * @param targets [paths, outputsOf(steps)]
 * @param gradients receives those of the loss, overwritten
 * @returns mean squared error of the positions (m²) plus that of the headings (rad²)
 */
export function feedForwardGradients(
  engine: Engine,
  weights: FeedForwardWeights,
  inputs: SharedArray<"float32">,
  targets: SharedArray<"float32">,
  gradients: FeedForwardWeights,
): number {
  return engine.memory.scope(() => {
    const { hidden, second, outputs } = feedForward(engine, weights, inputs);
    const loss = squaredErrors(outputs.view, targets.view, outputs.shape[1]!);
    const atSecond = backThrough(engine, outputs, weights.last, second);
    const atHidden = backThrough(engine, atSecond, weights.second, hidden);
    const product = (
      source: SharedArray<"float32">,
      delta: SharedArray<"float32">,
      matrix: Name,
      bias: Name,
    ) => ({
      ...{ rows: source.shape[1]!, columns: delta.shape[1]!, steps: 1, batch: source.shape[0]! },
      ...{ source: source.pointer, delta: delta.pointer },
      ...{ gradient: gradients[matrix].pointer, bias: gradients[bias].pointer },
    });
    linearGradients(engine, [
      product(second, outputs, "last", "lastBias"),
      product(inputs, atHidden, "first", "firstBias"),
      product(hidden, atSecond, "second", "secondBias"),
    ]);
    return loss;
  });
}

/** from [rows, in] · matrix [in, out] + bias. */
function dense(
  engine: Engine,
  from: SharedArray<"float32">,
  matrix: SharedArray<"float32">,
  bias: SharedArray<"float32">,
  rectified: boolean,
): SharedArray<"float32"> {
  const rows = from.shape[0]!;
  const [inner, columns] = matrix.shape as [number, number];
  const out = engine.memory.allocate("float32", [rows, columns], "activities of the baseline");
  multiply(engine, { left: from.pointer, right: matrix.pointer, out: out.pointer, rows, inner, columns });
  const [values, added] = [out.view, bias.view];
  for (let row = 0, at = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, at++) {
      const value = values[at]! + added[column]!;
      values[at] = rectified ? Math.max(0, value) : value;
    }
  }
  return out;
}

/** delta · matrixᵀ where the activity before is not 0. */
function backThrough(
  engine: Engine,
  delta: SharedArray<"float32">,
  matrix: SharedArray<"float32">,
  before: SharedArray<"float32">,
): SharedArray<"float32"> {
  const [columns, inner] = matrix.shape as [number, number];
  const rows = delta.shape[0]!;
  const turned = engine.memory.from("float32", transpose(matrix.view, columns, inner), "turned weights", [
    inner,
    columns,
  ]);
  const out = engine.memory.allocate("float32", [rows, columns], "gradients of the baseline");
  multiply(engine, { left: delta.pointer, right: turned.pointer, out: out.pointer, rows, inner, columns });
  const [values, activities] = [out.view, before.view];
  for (let i = 0; i < values.length; i++) if (!(activities[i]! > 0)) values[i] = 0;
  return out;
}

/** Makes of the outputs the gradient of the loss. @returns the loss */
function squaredErrors(outputs: Float32Array, targets: Float32Array, width: number): number {
  const paths = outputs.length / width;
  const ofPositions = (2 / 3) * width;
  let [positions, headings] = [0, 0];
  for (let i = 0; i < outputs.length; i++) {
    const isPosition = i % width < ofPositions;
    const difference = outputs[i]! - targets[i]!;
    if (isPosition) positions += difference * difference;
    else headings += difference * difference;
    outputs[i] = (2 * difference) / (paths * (isPosition ? ofPositions : width - ofPositions));
  }
  return positions / (paths * ofPositions) + headings / (paths * (width - ofPositions));
}
