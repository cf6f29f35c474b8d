/**
 * The reader of Banino et al. 2018, its threads taking turns: file names in random order, again and again; four readers, each of which
 * takes up to 64 records of its file at a time; one queue of 256 from which random ones are taken while 128 remain. So records
 * are shuffled among neighbours of four files only.
 */
const readers = 4;
const mostAtOnce = 64;
const capacity = 256;
const leastAfter = 128;

interface Reader {
  next: number;
  end: number;
}

export class RecordQueue {
  private readonly queue: number[] = [];
  private readonly readers: readonly Reader[] = Array.from({ length: readers }, () => ({ next: 0, end: 0 }));
  private readonly starts: readonly number[];
  private turn = 0;
  private block: Reader = { next: 0, end: 0 };
  private files: ArrayLike<number> = [];
  private file = 0;
  private epoch = 0;

  /**
   * @param counts records of each file; at least one in all
   * @param orderOf the order of the files in an epoch
   */
  constructor(
    private readonly counts: readonly number[],
    private readonly orderOf: (epoch: number) => ArrayLike<number>,
  ) {
    let start = 0;
    this.starts = counts.map((count) => {
      start += count;
      return start - count;
    });
  }

  /** Takes as many records as there are random numbers in [0, 1). The readers are faster than the training: they fill what is free. */
  batch(random: ArrayLike<number>): number[] {
    this.fill();
    return Array.from(random, (number) => {
      if (this.queue.length <= leastAfter) this.fill();
      const at = Math.floor(number * this.queue.length);
      const taken = this.queue[at]!;
      const last = this.queue.pop()!;
      if (at < this.queue.length) this.queue[at] = last;
      return taken;
    });
  }

  private fill(): void {
    while (this.queue.length < capacity) {
      if (this.block.next === this.block.end) this.block = this.nextBlock();
      this.queue.push(this.block.next++);
    }
  }

  /** A block never reaches into another file. */
  private nextBlock(): Reader {
    const reader = this.readers[this.turn]!;
    this.turn = (this.turn + 1) % readers;
    while (reader.next === reader.end) {
      const file = this.nextFile();
      reader.next = this.starts[file]!;
      reader.end = reader.next + this.counts[file]!;
    }
    const next = reader.next;
    reader.next = Math.min(reader.end, next + mostAtOnce);
    return { next, end: reader.next };
  }

  private nextFile(): number {
    if (this.file === this.files.length) {
      this.files = this.orderOf(this.epoch++);
      this.file = 0;
    }
    return this.files[this.file++]!;
  }
}
