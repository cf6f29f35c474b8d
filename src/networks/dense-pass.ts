/** What a pass allocates and multiplies around the cells of a network; what a block does is dense-path.ts. */
import type { Engine } from "../engine/engine.ts";
import { multiply } from "../engine/product.ts";
import { streamKey } from "../engine/random.ts";
import type { SharedArray } from "../engine/shared-array.ts";
import type { LinearProduct } from "../layers/linear.ts";
import type { DenseName, DenseShape } from "./dense-parameters.ts";
import { readUnits } from "./dense-parameters.ts";
import type { DenseArguments } from "./dense-path.ts";
import { cutSamples, type ReadOutArguments } from "./dense-read-out.ts";
import { bottleneckActivations, keepOfUnits } from "./dense-settings.ts";
import { type Arrays, addressOf } from "./layout.ts";
import { floatBytes } from "./parameter-needs.ts";
import type { PathWork } from "./path-block.ts";
import type { DropoutSource, PathBatch } from "./path-network.ts";

export type DenseArrays = Partial<Arrays<DenseName>>;

/**
 * Numbers and addresses of a pass around the cells. What it allocates belongs to the memory scope of its caller.
 * @param reading the array [T, B, bottleneck] that receives what the decoder reads; undefined: it is allocated; null: nobody wants it,
 * in a roll-out without decoding
 */
export function denseValues(
  engine: Engine,
  { shape, weights }: { readonly shape: DenseShape; readonly weights: DenseArrays },
  batch: PathBatch,
  work: PathWork,
  states: SharedArray<"float32">,
  reading?: SharedArray<"float32"> | null,
): DenseArguments {
  const { units, bottleneck } = shape;
  const [steps, size] = batch.velocity.shape as [number, number];
  const read = () =>
    (reading === undefined ? allocateRead(engine, shape, steps, size) : reading)?.pointer ?? 0;
  const { key0, key1, first, keep } = openDropout(engine, shape, batch.dropout);
  return {
    ...work.values,
    units,
    encoder: addressOf(weights, "encoder"),
    encoderBias: addressOf(weights, "encoderBias"),
    bottleneck: addressOf(weights, "bottleneck"),
    bottleneckBias: addressOf(weights, "bottleneckBias"),
    bottleneckActivation: bottleneckActivations[shape.bottleneckActivation],
    readUnits: readUnits(shape),
    ...{ keep, dropoutKey0: key0, dropoutKey1: key1, dropoutFirst: first },
    decoder: addressOf(weights, "decoder"),
    decoderBias: addressOf(weights, "decoderBias"),
    states: states.pointer,
    read: bottleneck === 0 ? states.pointer + size * units * floatBytes : read(),
  };
}

/** An array for what the decoder reads, where that is a bottleneck. */
export const allocateRead = (
  engine: Engine,
  { bottleneck }: Pick<DenseShape, "bottleneck">,
  steps: number,
  batch: number,
): SharedArray<"float32"> => engine.memory.allocate("float32", [steps, batch, bottleneck], "bottleneck");

/** The stream of a dropout as the blocks know it; `keep` is 0 where nothing drops out. */
function openDropout(engine: Engine, shape: DenseShape, source: DropoutSource | undefined) {
  const keep = source && keepOfUnits(shape);
  if (!keep) return { key0: 0, key1: 0, first: 0, keep: 0 };
  const { pointer } = engine.memory.from("float64", keep, "keep probabilities");
  return { ...streamKey(source.seed, source.stream), first: source.first, keep: pointer };
}

/** What a pass with gradients allocates besides. */
export function denseTrainingValues(
  engine: Engine,
  { cells, units, bottleneck }: DenseShape,
  values: DenseArguments,
): { readonly values: ReadOutArguments; readonly activeCounts: SharedArray<"float64"> } {
  const { steps, batch } = values;
  const array = (times: number, width: number, label: string) =>
    engine.memory.allocate("float32", [times, batch, width], label).pointer;
  const { stepsTogether, rowsTogether, blocks } = cutSamples(steps, batch);
  const activeCounts = engine.memory.allocate("float64", blocks, "active units of the blocks");
  return {
    values: {
      ...values,
      dropoutFactors: values.keep && array(steps, bottleneck, "factors of the dropout"),
      logitGradient: array(steps, cells, "gradients of the logits"),
      readDelta: bottleneck && array(steps, bottleneck, "gradients of the bottleneck"),
      delta: array(steps + 1, units, "gradients of the states"),
      activeCounts: activeCounts.pointer,
      ...{ stepsTogether, rowsTogether },
    },
    activeCounts,
  };
}

/** The products that make the gradients of the arrays around the cells; for `linearGradients`. */
export function denseProducts(a: ReadOutArguments, gradients: DenseArrays): LinearProduct[] {
  const { steps, batch, units, cells } = a;
  const into = (name: DenseName) => addressOf(gradients, name);
  const afterFirst = a.states + batch * units * floatBytes;
  // biome-ignore format: one product a line
  const products: LinearProduct[] = [
    { rows: a.readUnits, columns: cells, steps, batch, source: a.read, delta: a.logitGradient, gradient: into("decoder"), bias: into("decoderBias") },
    { rows: cells, columns: units, steps: 1, batch, source: a.startCode, delta: a.delta, gradient: into("encoder"), bias: into("encoderBias") },
  ];
  // biome-ignore format: one product a line
  if (a.bottleneck) products.push(
    { rows: units, columns: a.readUnits, steps, batch, source: afterFirst, delta: a.readDelta, gradient: into("bottleneck"), bias: into("bottleneckBias") },
  );
  return products;
}

/** out [samples, cells] = read [samples, readUnits] · decoder + bias */
export function decodeAll(
  engine: Engine,
  { decoder, decoderBias }: DenseArrays,
  read: number,
  samples: number,
  out: number,
): void {
  const [inner, columns] = decoder!.shape as [number, number];
  const bias = decoderBias?.pointer ?? 0;
  multiply(engine, { left: read, right: decoder!.pointer, bias, out, rows: samples, inner, columns });
}
