import type { Engine } from "../../engine/engine.ts";
import { multiply } from "../../engine/product.ts";
import type { SharedArray } from "../../engine/shared-array.ts";
import type { Portion, Subject } from "./roll-outs.ts";

const samplesAtOnce = 8192;

/** Calls `body` with what the decoder makes of the states of a portion: logits [count, cells] of its samples from `first` on. */
export function inLogits(
  engine: Engine,
  { model }: Subject,
  { activities, samples }: Portion,
  body: (logits: SharedArray<"float32">, first: number, count: number) => void,
): void {
  const { units, placeCells } = model.shape;
  for (let first = 0; first < samples; first += samplesAtOnce) {
    const count = Math.min(samplesAtOnce, samples - first);
    engine.memory.scope(() => {
      const logits = engine.memory.allocate("float32", [count, placeCells], "logits");
      multiply(engine, {
        left: activities + first * units * 4,
        right: model.weights.decoder.pointer,
        out: logits.pointer,
        rows: count,
        inner: units,
        columns: placeCells,
      });
      body(logits, first, count);
    });
  }
}
