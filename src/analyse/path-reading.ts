/** Where a network says that the rat is and whither it heads, and what the code that it was taught by would say itself. */
import { type DecodeBy, decodeBy } from "../code/decode-by.ts";
import { encode } from "../code/place-code.ts";
import type { Engine } from "../engine/engine.ts";
import type { SharedArray } from "../engine/shared-array.ts";
import type { HeadReadout, PathPortion, PlaceReadout, Portion } from "../tasks/activity-source.ts";

/** By which ensembles, and how. */
export interface PathReadout {
  readonly places: PlaceReadout;
  /** How places are read out; undefined: by the mean of as many of the best cells as the network was trained to be decoded by. */
  readonly by?: DecodeBy | undefined;
  /** Undefined: no headings are read. */
  readonly headings?: HeadReadout | undefined;
}

export interface PathReading {
  readonly position: Float32Array; // [T, B, 2] m
  readonly heading: Float32Array | undefined; // [T, B] rad in [-pi, pi)
  /** Of two agents: distance of both places together from the true ones, in four dimensions, m. */
  readonly both?: Float64Array | undefined; // [T, B]
}

/** By the logits of every sample of a portion. */
export function readByNetwork(
  engine: Engine,
  { places, headings, by = places.topK }: PathReadout,
  portion: Portion,
): PathReading {
  if (places.decodeTwo) return readTwo(places, places.decodeTwo, portion);
  const position = new Float32Array(portion.samples * 2);
  const heading = headings && new Float32Array(portion.samples);
  places.inLogits(portion, (logits, first, count) => {
    const guesses = engine.memory.allocate("float32", [count, 2], "decoded positions");
    decodeBy(engine, places.code, logits, guesses, by, true);
    position.set(guesses.view, first * 2);
    if (headings) heading!.set(largestHeadings(headings, logits, count), first);
  });
  return { position, heading };
}

function readTwo(
  places: PlaceReadout,
  decode: NonNullable<PlaceReadout["decodeTwo"]>,
  portion: Portion,
): PathReading {
  const position = new Float32Array(portion.samples * 2);
  const both = new Float64Array(portion.samples);
  places.inLogits(portion, (logits, first, count) => {
    const reading = decode(portion, logits, first, count);
    position.set(reading.position, first * 2);
    both.set(reading.both, first);
  });
  return { position, heading: undefined, both };
}

/** The preferred heading of the cell with the largest logit of its ensemble, the first of equals. */
function largestHeadings(
  { first, means }: HeadReadout,
  logits: SharedArray<"float32">,
  count: number,
): Float32Array {
  const { view } = logits;
  const stride = view.length / count;
  return Float32Array.from({ length: count }, (_, row) => {
    const at = row * stride + first;
    let largest = 0;
    for (let cell = 1; cell < means.length; cell++)
      if (view[at + cell]! > view[at + largest]!) largest = cell;
    return means[largest]!;
  });
}

const samplesAtOnce = 8192;

/** What is read out of the true code of the true path: no network can be read more finely. */
export function readByCode(
  engine: Engine,
  { places, headings, by = places.topK }: PathReadout,
  path: PathPortion,
): PathReading {
  const { code } = places;
  const { samples } = path;
  const position = new Float32Array(samples * 2);
  for (let first = 0; first < samples; first += samplesAtOnce) {
    const count = Math.min(samplesAtOnce, samples - first);
    engine.memory.scope(() => {
      const rows = engine.memory.allocate("float32", [count, code.cells], "place codes");
      const [there, back] = ["positions", "decoded positions"].map((label) =>
        engine.memory.allocate("float32", [count, 2], label),
      ) as [SharedArray<"float32">, SharedArray<"float32">];
      there.set(path.position.view.subarray(2 * first, 2 * (first + count)));
      encode(engine, code, there, rows);
      decodeBy(engine, code, rows, back, by, false);
      position.set(back.view, first * 2);
    });
  }
  const { headingAfter } = path;
  if (!headings || !headingAfter) return { position, heading: undefined };
  return { position, heading: headingAfter.view.map((heading) => nearestMean(headings.means, heading)) };
}

/** Of all cells it is the one that fires most. */
const nearestMean = (means: Float64Array, heading: number): number =>
  means.reduce(
    (best, mean) => (Math.cos(heading - mean) > Math.cos(heading - best) ? mean : best),
    means[0]!,
  );
