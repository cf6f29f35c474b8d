/** Philox4x32-10 and the draws made of it, one at a time, written to be read. */
import type { StreamKey } from "../../../src/engine/random.ts";

type Words = readonly [number, number, number, number];

/** High and low 32 bits of a * b. */
function multiply(a: number, b: number): [number, number] {
  const product = BigInt(a >>> 0) * BigInt(b >>> 0);
  return [Number(product >> 32n), Number(product & 0xffffffffn)];
}

export function philox(counter: Words, { key0, key1 }: StreamKey): Words {
  let [c0, c1, c2, c3] = counter;
  for (let round = 0; round < 10; round++) {
    const k0 = key0 + Math.imul(round, 0x9e3779b9);
    const k1 = key1 + Math.imul(round, 0xbb67ae85);
    const [high0, low0] = multiply(0xd2511f53, c0);
    const [high1, low1] = multiply(0xcd9e8d57, c2);
    [c0, c1, c2, c3] = [(high1 ^ c1 ^ k0) >>> 0, low1, (high0 ^ c3 ^ k1) >>> 0, low0];
  }
  return [c0, c1, c2, c3];
}

/** Draw j of an item, in [0, 1): the upper 52 of its 64 bits. */
export function uniform(key: StreamKey, item: number, draw: number): number {
  const words = philox([Math.floor(draw / 2), item % 2 ** 32, Math.floor(item / 2 ** 32), 0], key);
  const [low, high] = draw % 2 === 0 ? [words[0], words[1]] : [words[2], words[3]];
  return (high * 2 ** 20 + Math.floor(low / 2 ** 12)) / 2 ** 52;
}

export function rayleigh(key: StreamKey, item: number, draw: number): number {
  return Math.sqrt(-2 * Math.log(1 - uniform(key, item, draw)));
}

/** Box-Muller: two draws of uniform give two of normal. */
export function normal(key: StreamKey, item: number, draw: number): number {
  const even = draw - (draw % 2);
  const radius = rayleigh(key, item, even);
  const angle = 2 * Math.PI * uniform(key, item, even + 1);
  return radius * (draw === even ? Math.cos(angle) : Math.sin(angle));
}
