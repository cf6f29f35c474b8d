/**
 * Random numbers by counter: a function of seed, stream, item and draw, computed in assembly/rng.ts. There is no generator with a
 * state.
 */
import { UserError } from "../user-error.ts";
import type { Engine } from "./engine.ts";
import { defineJob } from "./job.ts";
import type { SharedArray } from "./shared-array.ts";

/** Two 32-bit words that name a stream of random numbers. */
export interface StreamKey {
  readonly key0: number;
  readonly key1: number;
}

/** Which numbers: `draws` draws of each of the `items` items from number `first` on, of the stream named `stream`. */
export interface Draws {
  readonly seed: number;
  readonly stream: string;
  /** Whole number below 2^53; default 0. */
  readonly first?: number | undefined;
  readonly items: number;
  readonly draws: number;
}

/** An array to fill, [items, draws]. */
export type RandomTarget = SharedArray<"float32"> | SharedArray<"float64">;

const mask64 = (1n << 64n) - 1n;

/** Steele, Lea and Flood 2014, SplitMix64: one step of the generator as a hash. */
function splitMix64(value: bigint): bigint {
  let z = (value + 0x9e3779b97f4a7c15n) & mask64;
  z = ((z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n) & mask64;
  z = ((z ^ (z >> 27n)) * 0x94d049bb133111ebn) & mask64;
  return z ^ (z >> 31n);
}

/** FNV-1a, 64 bits, of the UTF-8 bytes. */
function fnv1a64(text: string): bigint {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(text)) {
    hash = ((hash ^ BigInt(byte)) * 0x100000001b3n) & mask64;
  }
  return hash;
}

/**
 * The Philox key of a named stream: SplitMix64(SplitMix64(seed) xor FNV-1a(name)).
 * @throws UserError when `seed` is not a whole number in [0, 2^53)
 */
export function streamKey(seed: number, stream: string): StreamKey {
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new UserError(`seed ${seed} is not a whole number from 0 to 2^53 - 1`, "use a seed such as 7", 2);
  }
  const key = splitMix64(splitMix64(BigInt(seed)) ^ fnv1a64(stream));
  return { key0: Number(key & 0xffffffffn), key1: Number(key >> 32n) };
}

/** Uniform in [0, 1): 52 bits in float64; in float32 the upper 24 bits of the same draw. */
export function fillUniform(engine: Engine, draws: Draws, into: RandomTarget): void {
  fill(engine, 0, draws, into);
}

/** Standard normal (Box-Muller). */
export function fillNormal(engine: Engine, draws: Draws, into: RandomTarget): void {
  fill(engine, 1, draws, into);
}

/** Rayleigh of scale 1: density x exp(-x^2 / 2). */
export function fillRayleigh(engine: Engine, draws: Draws, into: RandomTarget): void {
  fill(engine, 2, draws, into);
}

const drawsPerBlock = 16384;

/** Items of one block, a multiple of the four lanes; depends on the request alone. */
const itemsPerBlock = (draws: number): number => 4 * Math.max(1, Math.floor(drawsPerBlock / (4 * draws)));

const fillBlock = defineJob(
  import.meta.url,
  "fill-random",
  ["out", "distribution", "key0", "key1", "first", "items", "draws", "wide", "itemsPerBlock"],
  ({ kernels, scratch }, block, a) => {
    const item = block * a.itemsPerBlock;
    kernels.fillRandom(
      a.out + item * a.draws * (a.wide ? 8 : 4),
      scratch,
      a.distribution,
      a.key0,
      a.key1,
      a.first + item,
      Math.min(a.itemsPerBlock, a.items - item),
      a.draws,
      a.wide,
    );
  },
);

function fill(engine: Engine, distribution: number, request: Draws, into: RandomTarget): void {
  const { seed, stream, items, draws, first = 0 } = request;
  if (into.length !== items * draws) {
    throw new RangeError(`${into.label} holds ${into.length} values, not ${items} x ${draws}`);
  }
  if (!Number.isSafeInteger(first + items) || first < 0) throw new RangeError(`bad first item ${first}`);
  if (into.length === 0) return;
  const perBlock = itemsPerBlock(draws);
  engine.pool.run(
    fillBlock,
    Math.ceil(items / perBlock),
    {
      out: into.pointer,
      distribution,
      ...streamKey(seed, stream),
      first,
      items,
      draws,
      wide: into.kind === "float64" ? 1 : 0,
      itemsPerBlock: perBlock,
    },
    engine.kernels.fillRandomScratchBytes(),
  );
}
