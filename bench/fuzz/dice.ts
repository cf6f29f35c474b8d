/** Random choices that a seed decides: a case of the fuzzer can be made again, alone and in any order. */
export class Dice {
  private state: number;

  /** @param seed any text */
  constructor(seed: string) {
    // FNV-1a.
    let hash = 0x811c9dc5;
    for (const byte of new TextEncoder().encode(seed)) hash = Math.imul(hash ^ byte, 0x01000193);
    this.state = hash >>> 0;
  }

  /** In [0, 1): mulberry32. */
  private next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let z = this.state;
    z = Math.imul(z ^ (z >>> 15), z | 1);
    z ^= z + Math.imul(z ^ (z >>> 7), z | 61);
    return ((z ^ (z >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number in [0, limit). */
  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** @throws Error when there is nothing to choose from */
  pick<T>(choices: readonly T[]): T {
    if (choices.length === 0) throw new Error("nothing to choose from");
    return choices[this.below(choices.length)]!;
  }

  /** Small numbers more often than large ones, in [1, limit]. */
  few(limit: number): number {
    return 1 + this.below(1 + this.below(limit));
  }
}
