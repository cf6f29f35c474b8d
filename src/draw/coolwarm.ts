/** Blue over light grey to red, for values around 0: "cool to warm" of Moreland 2009, as matplotlib has it. */
import type { Rgb } from "./paint.ts";

const levels = [
  ...[0x3b4cc0, 0x4e68d8, 0x6282ea, 0x779af7, 0x8db0fe, 0xa3c2fe, 0xb9d0f9, 0xccd9ed],
  ...[0xdddcdc, 0xecd3c5, 0xf5c4ac, 0xf7b093, 0xf4987a, 0xeb7d62, 0xdd5f4b, 0xca3b37, 0xb40426],
];

/** @param share of the range, 0..1; 0.5 is the middle */
export function coolwarmLevel(share: number): Rgb {
  const place = share * (levels.length - 1);
  const first = Math.min(levels.length - 2, Math.floor(place));
  const channel = (shift: number): number => {
    const [from, to] = [(levels[first]! >> shift) & 255, (levels[first + 1]! >> shift) & 255];
    return Math.round(from + (to - from) * (place - first));
  };
  return [channel(16), channel(8), channel(0)];
}
