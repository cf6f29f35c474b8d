/** A small seeded generator for tests (mulberry32): tests must not depend on the code they test. */
export function testRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export const randomInteger = (random: () => number, from: number, to: number): number =>
  from + Math.floor(random() * (to - from + 1));

/** `count` values in [-1, 1), rounded to float32. */
export const randomFloats = (random: () => number, count: number): Float32Array =>
  Float32Array.from({ length: count }, () => 2 * random() - 1);
