/** What can be looked at around the cells of a network, and where a roll-out leaves it. */
import type { Engine } from "../engine/engine.ts";
import type { SharedArray } from "../engine/shared-array.ts";
import type { DenseShape } from "./dense-parameters.ts";
import { floatBytes } from "./parameter-needs.ts";
import type { PathBatch, RollOutRequest, Taps } from "./path-network.ts";

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
