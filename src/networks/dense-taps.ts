/** What can be looked at around the cells of a network, and where a roll-out leaves it. */
import type { Engine } from "../engine/engine.ts";
import type { SharedArray } from "../engine/shared-array.ts";
import type { MemoryNeed } from "../memory-need.ts";
import type { DenseShape } from "./dense-parameters.ts";
import { keepOfUnits } from "./dense-settings.ts";
import { floatBytes } from "./parameter-needs.ts";
import type { BatchSize, PathBatch, RollOutRequest, Taps } from "./path-network.ts";

type Bottleneck = Pick<DenseShape, "bottleneck">;

const bottleneckTap = "bottleneck";

/** A cell's own taps behind the bottleneck, where there is one: the decoder reads the first. */
export const tapsAround = ({ bottleneck }: Bottleneck, own: Taps): Taps =>
  bottleneck === 0
    ? own
    : [
        {
          name: bottleneckTap,
          units: bottleneck,
          size: "bottleneck",
          help: "what the decoder reads of the states",
        },
        ...own,
      ];

/** Where a roll-out puts its bottleneck, in the current memory scope; null: there is none, or nobody wants it. */
export function openRead(
  engine: Engine,
  { bottleneck }: Bottleneck,
  batch: PathBatch,
  { tap, decoding }: RollOutRequest,
): SharedArray<"float32"> | null {
  if (bottleneck === 0 || !(decoding || tap === bottleneckTap)) return null;
  const [steps, size] = batch.velocity.shape as [number, number];
  return engine.memory.allocate("float32", [steps, size, bottleneck], "bottleneck");
}

/** The address that a roll-out hands over: of the bottleneck, or of the states [T + 1, B, units] after the first. */
export function handedOver(
  tap: string,
  states: SharedArray<"float32">,
  read: SharedArray<"float32"> | null,
): number {
  if (tap === bottleneckTap && read) return read.pointer;
  const [, size, units] = states.shape as [number, number, number];
  return states.pointer + size * units * floatBytes;
}

const ofBottleneck = (label: string, bytes: number, settings: readonly string[]): MemoryNeed[] =>
  bytes === 0 ? [] : [{ label, bytes, settings: ["model.bottleneck", ...settings] }];

/** What a training step holds of a bottleneck besides the weights. */
export function needsAround(
  shape: Pick<DenseShape, "bottleneck" | "keepProbability">,
  { batchSize, sequenceLength }: BatchSize,
): MemoryNeed[] {
  const arrays = keepOfUnits(shape) ? 3 : 2;
  const bytes = arrays * batchSize * sequenceLength * shape.bottleneck * floatBytes;
  return ofBottleneck("bottleneck and its gradients", bytes, ["train.batchSize", "train.sequenceLength"]);
}

/** What a roll-out holds of a bottleneck. */
export const rollOutNeedsAround = (
  { bottleneck }: Bottleneck,
  { batchSize, sequenceLength }: BatchSize,
): MemoryNeed[] =>
  ofBottleneck("bottleneck", batchSize * sequenceLength * bottleneck * floatBytes, ["--steps"]);

/**
 * What a step by automatic differentiation holds of a bottleneck, and of the bias of the decoder. The factors were fitted to the most that
 * tfjs held at once.
 * @param copies of the bottleneck's weights that are there at the height, and of those of the decoder that it makes larger
 */
export function twinNeedsAround(
  shape: Omit<DenseShape, "inputs" | "inputScale">,
  { batchSize, sequenceLength }: BatchSize,
  copies: number,
): MemoryNeed[] {
  const { units, cells, bottleneck } = shape;
  const samples = batchSize * sequenceLength;
  const arrays =
    (shape.bottleneckBias ? 4 : 2) +
    (shape.bottleneckActivation === "linear" ? 0 : 2) +
    (keepOfUnits(shape) ? 4 : 0);
  const weights = bottleneck === 0 ? 0 : Math.max(0, units * bottleneck + (bottleneck - units) * cells);
  const ofBatch = ["train.batchSize", "train.sequenceLength"];
  return [
    {
      label: "bottleneck and its gradients",
      bytes: (arrays * samples * bottleneck + copies * weights) * floatBytes,
      settings: ["model.bottleneck", ...ofBatch],
    },
    {
      label: "logits before their bias",
      bytes: shape.decoderBias ? 2 * samples * cells * floatBytes : 0,
      settings: ["code.placeCells", ...ofBatch],
    },
  ].filter(({ bytes }) => bytes > 0);
}
