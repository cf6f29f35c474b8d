/** Where a place cell fires: as the code says, and as a network that was trained on it says. */
import { encode } from "../code/place-code.ts";
import type { Engine } from "../engine/engine.ts";
import {
  type ActivityRequest,
  type ActivitySource,
  inPortions,
  type PlaceReadout,
} from "../tasks/activity-source.ts";
import { UserError } from "../user-error.ts";
import { placesOf } from "./places.ts";
import { RateMapAccumulator } from "./rate-map.ts";

/** A map [y, x] of `bins` x `bins`, row 0 at the bottom edge. */
export interface PlaceMap {
  readonly bins: number;
  readonly values: Float64Array;
}

/** @throws UserError when there is no such cell, or no place can be read out of the source */
function checkCell({ code: { cells } }: PlaceReadout, cell: number): void {
  if (Number.isSafeInteger(cell) && cell >= 0 && cell < cells) return;
  throw new UserError(`there is no place cell ${cell}`, `place cells are 0 to ${cells - 1}`, 2);
}

/**
 * The cell's value in the place code of the middle of each bin; its density, where a network is asked for densities.
 * @throws UserError when there is no such cell, or no place can be read out of the source
 */
export function placeCodeMap(engine: Engine, source: ActivitySource, cell: number, bins: number): PlaceMap {
  const places = placesOf(source);
  checkCell(places, cell);
  const { code, parts } = places;
  const densities = parts[0].targets === "normalized";
  const { width, height } = source.arena;
  const values = new Float64Array(bins * bins);
  for (let row = 0; row < bins; row++) {
    engine.memory.scope(() => {
      const y = ((row + 0.5) / bins - 0.5) * height;
      const places = Array.from({ length: bins }, (_, i) => [((i + 0.5) / bins - 0.5) * width, y]);
      const positions = engine.memory.allocate("float32", [bins, 2], "middles of bins").set(places.flat());
      const activity = engine.memory.allocate("float32", [bins, code.cells], "place code");
      encode(engine, code, positions, activity, 0, densities);
      const view = activity.view;
      for (let i = 0; i < bins; i++) values[row * bins + i] = view[i * code.cells + cell]!;
    });
  }
  return { bins, values };
}

/**
 * What a network says of the cell, mean over the visits of each bin: its softmax among the others, or its own sigmoid where each cell is
 * a question by itself; NaN where never visited.
 * @throws UserError when there is no such cell, or no place can be read out of the source
 */
export function predictedPlaceMap(
  engine: Engine,
  source: ActivitySource,
  cell: number,
  options: ActivityRequest & { readonly bins: number },
): PlaceMap {
  const places = placesOf(source);
  checkCell(places, cell);
  const { bins } = options;
  const { cells, loss } = places.parts[0];
  const rates = new RateMapAccumulator(engine, { units: 1, bins, arena: source.arena });
  try {
    inPortions(source, { ...options, measuring: false }, (portion) => {
      const predicted = engine.memory.allocate("float32", portion.samples, "probabilities of the cell");
      places.inLogits(portion, (logits, first, count) => {
        const [rows, out] = [logits.view, predicted.view];
        // Behind the logits of these cells come those of other ensembles.
        const stride = logits.shape[1]!;
        for (let i = 0; i < count; i++) {
          const said = rows.subarray(i * stride, i * stride + cells);
          out[first + i] = loss === "sigmoid" ? 1 / (1 + Math.exp(-said[cell]!)) : probability(said, cell);
        }
      });
      rates.add(portion.position, predicted, portion.samples);
    });
    return { bins, values: rates.finish().rateMap };
  } finally {
    rates.free();
  }
}

/** One entry of the softmax. */
function probability(logits: Float32Array, index: number): number {
  let largest = Number.NEGATIVE_INFINITY;
  for (const logit of logits) if (logit > largest) largest = logit;
  let sum = 0;
  for (const logit of logits) sum += Math.exp(logit - largest);
  return Math.exp(logits[index]! - largest) / sum;
}
