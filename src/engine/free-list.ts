/**
 * Address book of one linear memory: which byte ranges are free.
 * It holds numbers only; it never touches the memory itself.
 */
export class FreeList {
  /** Free ranges sorted by address; neighbours are always merged. */
  private readonly ranges: { start: number; end: number }[] = [];

  constructor(
    start: number,
    private end: number,
  ) {
    if (end > start) this.ranges.push({ start, end });
  }

  /** First range that fits `bytes`, or undefined when the memory has to grow. */
  take(bytes: number): number | undefined {
    for (let i = 0; i < this.ranges.length; i++) {
      const range = this.ranges[i]!;
      if (range.end - range.start < bytes) continue;
      const start = range.start;
      range.start += bytes;
      if (range.start === range.end) this.ranges.splice(i, 1);
      return start;
    }
    return undefined;
  }

  give(start: number, bytes: number): void {
    let at = this.ranges.findIndex((range) => range.start > start);
    if (at < 0) at = this.ranges.length;
    this.ranges.splice(at, 0, { start, end: start + bytes });
    this.merge(at);
    this.merge(at - 1);
  }

  /** The memory has grown: everything from the old end to `end` is free. */
  extend(end: number): void {
    const start = this.end;
    this.end = end;
    this.give(start, end - start);
  }

  /** Free bytes at the very end of the memory, which growth would continue. */
  tail(): number {
    const last = this.ranges.at(-1);
    return last && last.end === this.end ? last.end - last.start : 0;
  }

  private merge(index: number): void {
    const left = this.ranges[index];
    const right = this.ranges[index + 1];
    if (!left || !right || left.end < right.start) return;
    if (left.end > right.start) throw new Error(`memory freed twice near address ${right.start}`);
    left.end = right.end;
    this.ranges.splice(index + 1, 1);
  }
}
