/** Which records make up the batch of a step: a function of seed and step, whatever was trained before. */
import type { Engine } from "../../engine/engine.ts";
import { fillUniform } from "../../engine/random.ts";
import { RecordQueue } from "./record-queue.ts";

/**
 * sequential: one after the other, again and again. shuffle: each record once, in a random order, then all again in another. queue:
 * as the reader of Banino et al. 2018 takes them, shuffled among neighbours only (record-queue.ts).
 */
export const samplings = ["shuffle", "queue", "sequential"] as const;
export type Sampling = (typeof samplings)[number];

export interface RecordOrder {
  /** Numbers of the records of a step, from 0. */
  batch(step: number): readonly number[];
}

/** What is to be put in order. */
export interface OrderedRecords {
  readonly sampling: Sampling;
  readonly seed: number;
  readonly batchSize: number;
  /** Records of each file. */
  readonly counts: readonly number[];
}

export function openRecordOrder(engine: Engine, wanted: OrderedRecords): RecordOrder {
  if (wanted.sampling === "queue") return new QueueOrder(engine, wanted);
  const { batchSize, counts } = wanted;
  const records = counts.reduce((sum, count) => sum + count, 0);
  const numberOf =
    wanted.sampling === "shuffle" ? shuffled(engine, wanted.seed, records) : (at: number) => at % records;
  return {
    batch: (step) => Array.from({ length: batchSize }, (_, b) => numberOf(step * batchSize + b)),
  };
}

/** The place of a sample in its epoch is a record. Two epochs are kept, as a batch may lie in both. */
function shuffled(engine: Engine, seed: number, records: number): (sample: number) => number {
  const kept: { readonly epoch: number; readonly order: Uint32Array }[] = [];
  const orderOf = (epoch: number): Uint32Array => {
    const found = kept.find((one) => one.epoch === epoch);
    if (found) return found.order;
    const order = permutation(engine, seed, "data/records", epoch, records);
    kept.unshift({ epoch, order });
    kept.length = Math.min(2, kept.length);
    return order;
  };
  return (sample) => orderOf(Math.floor(sample / records))[sample % records]!;
}

/** Fisher and Yates, by the random numbers of item `item` of a stream. */
function permutation(
  engine: Engine,
  seed: number,
  stream: string,
  item: number,
  length: number,
): Uint32Array {
  const order = Uint32Array.from({ length }, (_, i) => i);
  engine.memory.scope(() => {
    const draws = engine.memory.allocate("float64", length, "random numbers of an order");
    fillUniform(engine, { seed, stream, first: item, items: 1, draws: length }, draws);
    const numbers = draws.view;
    for (let i = length - 1; i > 0; i--) {
      const j = Math.floor(numbers[i]! * (i + 1));
      [order[i], order[j]] = [order[j]!, order[i]!];
    }
  });
  return order;
}

/** Steps of which random numbers are drawn at once while earlier batches are passed over. */
const stepsAtOnce = 1024;

/** Goes from batch to batch; of a step before the last one asked for it begins anew. Only numbers of records are passed over. */
class QueueOrder implements RecordOrder {
  private queue: RecordQueue;
  /** Of the next batch. */
  private step = 0;
  private last: readonly number[] = [];

  constructor(
    private readonly engine: Engine,
    private readonly wanted: OrderedRecords,
  ) {
    this.queue = this.begin();
  }

  batch(step: number): readonly number[] {
    if (step === this.step - 1) return this.last;
    if (step < this.step) {
      this.queue = this.begin();
      this.step = 0;
    }
    while (this.step <= step) this.take(Math.min(stepsAtOnce, step + 1 - this.step));
    return this.last;
  }

  private begin(): RecordQueue {
    const { counts, seed } = this.wanted;
    return new RecordQueue(counts, (epoch) =>
      permutation(this.engine, seed, "data/files", epoch, counts.length),
    );
  }

  private take(steps: number): void {
    const { engine, wanted, queue } = this;
    const { batchSize, seed } = wanted;
    engine.memory.scope(() => {
      const draws = engine.memory.allocate("float64", [steps, batchSize], "random numbers of batches");
      const source = { seed, stream: "data/queue", first: this.step, items: steps, draws: batchSize };
      fillUniform(engine, source, draws);
      const numbers = draws.view;
      for (let i = 0; i < steps; i++) {
        this.last = queue.batch(numbers.subarray(i * batchSize, (i + 1) * batchSize));
      }
    });
    this.step += steps;
  }
}
