/** Maps that keep something of a map and lose where its fields lie: made on all threads, a few at a time. */
import type { Engine } from "../../engine/engine.ts";
import { defineJob } from "../../engine/job.ts";
import { streamKey } from "../../engine/random.ts";
import type { SharedArray } from "../../engine/shared-array.ts";
import { type Maps, unitsAtOnce } from "../map-set.ts";
import { amplitudeSpectrum, circleTable } from "./amplitudes.ts";
import { planLength, writePlan } from "./field-plan.ts";

/** Ways to make a null of a map itself. */
export const mapNulls = ["field-shuffle", "phase-randomised"] as const;
export type MapNull = (typeof mapNulls)[number];

/** Shuffles of a unit at most: their numbers follow each other in the stream of random numbers. */
export const mostShuffles = 2 ** 20;

/** Maps a call of a kernel makes, one a lane. */
const lanes = 4;
/** Calls of a kernel in a block. */
const callsPerBlock = 8;

const shuffleFields = defineJob(
  import.meta.url,
  "field-shuffle",
  ["maps", "plans", "planBytes", "out", "bins", "shuffles", "blocks", "key0", "key1", "firstUnit"],
  ({ kernels, scratch }, block, a) =>
    eachCall(block, a, (unit, shuffle, count) => {
      const mapBytes = a.bins * a.bins * 8;
      kernels.fieldShuffled(
        a.maps + unit * mapBytes,
        a.plans + unit * a.planBytes,
        a.out + (unit * a.shuffles + shuffle) * mapBytes,
        scratch,
        ...([a.bins, a.key0, a.key1] as const),
        (a.firstUnit + unit) * mostShuffles + shuffle,
        count,
      );
    }),
);

const randomisePhases = defineJob(
  import.meta.url,
  "phase-randomised",
  [
    ...(["maps", "amplitudes", "amplitudeBytes", "circle", "out", "bins"] as const),
    ...(["shuffles", "blocks", "key0", "key1", "firstUnit"] as const),
  ],
  ({ kernels, scratch }, block, a) =>
    eachCall(block, a, (unit, shuffle, count) => {
      const mapBytes = a.bins * a.bins * 8;
      kernels.phaseRandomised(
        a.maps + unit * mapBytes,
        a.amplitudes + unit * a.amplitudeBytes,
        a.circle,
        a.out + (unit * a.shuffles + shuffle) * mapBytes,
        scratch,
        ...([a.bins, a.key0, a.key1] as const),
        (a.firstUnit + unit) * mostShuffles + shuffle,
        count,
      );
    }),
);

/** @param a `blocks`: how many a unit has */
function eachCall(
  block: number,
  a: { readonly shuffles: number; readonly blocks: number },
  call: (unit: number, shuffle: number, count: number) => void,
): void {
  const first = (block % a.blocks) * lanes * callsPerBlock;
  const end = Math.min(a.shuffles, first + lanes * callsPerBlock);
  for (let shuffle = first; shuffle < end; shuffle += lanes) {
    call(Math.floor(block / a.blocks), shuffle, Math.min(lanes, end - shuffle));
  }
}

export interface NullMapOptions {
  readonly kind: MapNull;
  readonly seed: number;
  /** Of each unit, at most `mostShuffles`. */
  readonly shuffles: number;
  readonly bins: number;
  /** Number of the first unit; default 0. */
  readonly first?: number | undefined;
}

/**
 * Calls `body` with null maps of some units after the other: [count, shuffles, bins, bins], gone after the call. Shuffle s of unit u is
 * the same whatever else is made, with any number of workers. Unvisited bins stay unvisited.
 *
 * `field-shuffle`: the fields of the map (`mapFields`) at random places, as wholes and without overlap as far as there is room, the
 * other bins around them: a permutation of the visited bins. After Barry and Burgess 2017 and Banino et al. 2018, Supplementary
 * Information. `phase-randomised`: the map's amplitude spectrum with random phases; unvisited bins count as the mean rate there.
 * @param maps [units, bins, bins], NaN where unvisited
 */
export function inNullMaps(
  engine: Engine,
  maps: Maps,
  options: NullMapOptions,
  body: (nullMaps: SharedArray<"float64">, firstUnit: number, count: number) => void,
): void {
  const { bins, shuffles, first: from = 0 } = options;
  const size = bins * bins;
  const units = maps.length / size;
  const atOnce = unitsAtOnce(size * shuffles * 8);
  for (let first = 0; first < units; first += atOnce) {
    const count = Math.min(atOnce, units - first);
    engine.memory.scope(() => {
      const given = engine.memory.allocate("float64", [count, bins, bins], "rate maps");
      given.view.set(maps.subarray(first * size, (first + count) * size));
      const out = engine.memory.allocate("float64", [count, shuffles, bins, bins], "null maps");
      if (options.kind === "field-shuffle") runFieldShuffle(engine, given, out, options, from + first, count);
      else runPhases(engine, given, out, options, from + first, count);
      body(out, first, count);
    });
  }
}

type Float64s = SharedArray<"float64">;

function runFieldShuffle(
  engine: Engine,
  given: Float64s,
  out: Float64s,
  { bins, seed, shuffles }: NullMapOptions,
  firstUnit: number,
  units: number,
): void {
  const plans = engine.memory.allocate("int32", [units, planLength(bins)], "fields of the maps");
  const length = planLength(bins);
  let most = 0;
  for (let unit = 0; unit < units; unit++) {
    const map = given.view.subarray(unit * bins * bins, (unit + 1) * bins * bins);
    const plan = plans.view.subarray(unit * length, (unit + 1) * length);
    most = Math.max(most, writePlan(map, bins, plan));
  }
  const blocks = Math.ceil(shuffles / (lanes * callsPerBlock));
  engine.pool.run(
    shuffleFields,
    units * blocks,
    {
      ...{ maps: given.pointer, plans: plans.pointer, planBytes: 4 * length, out: out.pointer },
      ...{ bins, shuffles, blocks, firstUnit, ...streamKey(seed, "field shuffle") },
    },
    engine.kernels.fieldShuffledScratchBytes(bins, most),
  );
}

function runPhases(
  engine: Engine,
  given: Float64s,
  out: Float64s,
  { bins, seed, shuffles }: NullMapOptions,
  firstUnit: number,
  units: number,
): void {
  const { memory } = engine;
  const length = bins * (Math.floor(bins / 2) + 1);
  const amplitudes = memory.allocate("float64", [units, length], "amplitude spectra");
  const table = circleTable(bins);
  const circle = memory.allocate("float64", table.length, "circle").set(table);
  for (let unit = 0; unit < units; unit++) {
    const map = given.view.subarray(unit * bins * bins, (unit + 1) * bins * bins);
    amplitudeSpectrum(map, bins, table, amplitudes.view.subarray(unit * length, (unit + 1) * length));
  }
  const blocks = Math.ceil(shuffles / (lanes * callsPerBlock));
  engine.pool.run(
    randomisePhases,
    units * blocks,
    {
      ...{ maps: given.pointer, amplitudes: amplitudes.pointer, amplitudeBytes: 8 * length },
      ...{ circle: circle.pointer, out: out.pointer },
      ...{ bins, shuffles, blocks, firstUnit, ...streamKey(seed, "phase randomised") },
    },
    engine.kernels.phaseRandomisedScratchBytes(bins),
  );
}
