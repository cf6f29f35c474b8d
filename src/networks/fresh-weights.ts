/** Random first weights, whatever the network. */
import type { Engine } from "../engine/engine.ts";
import { type Draws, fillNormal, fillUniform } from "../engine/random.ts";
import type { SharedArray } from "../engine/shared-array.ts";
import { oneOf } from "../setting.ts";
import { type Arrays, allocateArrays, type Layout, namesOf, type Parameter } from "./layout.ts";

/** What an array holds at first. */
export type FirstValues =
  /** Uniform in ±limit. */
  | { readonly uniform: number }
  /** Normal with that standard deviation around a mean; what lies further than two of them from it is drawn again. */
  | { readonly truncatedNormal: number; readonly mean?: number }
  | { readonly constant: number };

/** Whose defaults first weights follow. */
export const conventionSetting = () =>
  oneOf("torch", "sonnet", "keras")
    .default("torch")
    .describe(
      "first weights: uniform in ±1/sqrt(fan-in) as PyTorch's, normal with that standard deviation and cut at two of them as Sonnet's, or uniform in ±sqrt(6 / (fan-in + fan-out)) as Keras'",
    );
export type Convention = "torch" | "sonnet" | "keras";

/** The weights [fanIn, fanOut] of a linear layer. @param displacement mean of normal ones, in standard deviations */
export function linearWeights(
  convention: Convention,
  fanIn: number,
  fanOut: number,
  displacement = 0,
): FirstValues {
  // Glorot & Bengio 2010.
  if (convention === "keras") return { uniform: Math.sqrt(6 / (fanIn + fanOut)) };
  const scale = 1 / Math.sqrt(fanIn);
  return convention === "torch" ? { uniform: scale } : { truncatedNormal: scale, mean: displacement * scale };
}

/** The bias of a linear layer. */
export const linearBias = (convention: Convention, fanIn: number): FirstValues =>
  convention === "torch" ? { uniform: 1 / Math.sqrt(fanIn) } : { constant: 0 };

/**
 * An array of a recurrent cell. PyTorch counts the units for all of them; Sonnet counts what the gates hear and units together, and
 * draws biases like weights; Keras takes each matrix by itself, its gates together, and leaves biases at 0.
 * @param heard how many numbers the gates hear beside the states
 */
export function cellValues(
  convention: Convention,
  { shape }: Pick<Parameter, "shape">,
  units: number,
  heard: number,
): FirstValues {
  const [rows, columns] = shape as readonly [number, number?];
  if (convention !== "keras")
    return linearWeights(convention, convention === "torch" ? units : heard + units, 0);
  return columns === undefined ? { constant: 0 } : linearWeights("keras", rows, columns);
}

/** Weights of a gain: those values times `factor`. */
export function timesFirst(values: FirstValues, factor: number): FirstValues {
  if ("uniform" in values) return { uniform: factor * values.uniform };
  if ("constant" in values) return { constant: factor * values.constant };
  return { truncatedNormal: factor * values.truncatedNormal, mean: factor * (values.mean ?? 0) };
}

/**
 * First weights of a network; each array draws from a random stream of its own, row by row.
 * @param first of each array
 */
export function freshWeights<Name extends string>(
  engine: Engine,
  layout: Layout<Name>,
  seed: number,
  first: (parameter: Parameter & { readonly name: Name }) => FirstValues,
): Arrays<Name> {
  const weights = allocateArrays(engine, layout, "weights");
  for (const name of namesOf(layout)) {
    fillFirst(engine, weights[name], seed, `weights.${name}`, first({ ...layout[name], name }));
  }
  return weights;
}

function fillFirst(
  engine: Engine,
  array: SharedArray<"float32">,
  seed: number,
  stream: string,
  values: FirstValues,
): void {
  const { view } = array;
  if ("constant" in values) {
    view.fill(values.constant);
    return;
  }
  const draws = array.shape.at(-1)!;
  const items = array.length / draws;
  const request = { seed, stream, first: 0, items, draws };
  if ("uniform" in values) {
    fillUniform(engine, request, array);
    for (let i = 0; i < view.length; i++) view[i] = values.uniform * (2 * view[i]! - 1);
    return;
  }
  fillTruncated(engine, request, array);
  const { truncatedNormal: deviation, mean = 0 } = values;
  for (let i = 0; i < view.length; i++) view[i] = mean + deviation * view[i]!;
}

/** Numbers that are drawn again at once, or a row where that is longer. */
const numbersAgain = 1 << 14;

/** Standard normal within ±2: what falls outside takes the number in its place of the next stream. */
function fillTruncated(engine: Engine, request: Draws, array: SharedArray<"float32">): void {
  fillNormal(engine, request, array);
  const { seed, stream, items, draws } = request;
  const atOnce = Math.max(1, Math.floor(numbersAgain / draws));
  for (let first = 0; first < items; first += atOnce) {
    const count = Math.min(atOnce, items - first);
    const values = array.view.subarray(first * draws, (first + count) * draws);
    engine.memory.scope(() => {
      const other = engine.memory.allocate("float32", [count, draws], `${array.label} drawn again`);
      for (let again = 1; values.some(isOutside); again++) {
        fillNormal(engine, { seed, stream: `${stream}.${again}`, first, items: count, draws }, other);
        for (let i = 0; i < values.length; i++) if (isOutside(values[i]!)) values[i] = other.view[i]!;
      }
    });
  }
}

const isOutside = (value: number): boolean => Math.abs(value) > 2;
