import { afterAll, describe, expect, test } from "bun:test";
import { openEngine } from "../../../../src/engine/engine.ts";
import { openRecordOrder, type Sampling } from "../../../../src/world/dataset/record-order.ts";
import { RecordQueue } from "../../../../src/world/dataset/record-queue.ts";

const engine = await openEngine({ workers: 1, blas: "wasm" });
afterAll(() => engine.close());

const counts = [150, 70, 40, 300, 90];
const records = 650;
const open = (sampling: Sampling, seed = 3, batchSize = 10) =>
  openRecordOrder(engine, { sampling, seed, batchSize, counts });
const steps = (count: number, sampling: Sampling, seed?: number) => {
  const order = open(sampling, seed);
  return Array.from({ length: count }, (_, step) => order.batch(step));
};
const sorted = (numbers: readonly number[]) => numbers.toSorted((a, b) => a - b);
const all = Array.from({ length: records }, (_, i) => i);

describe("sequential", () => {
  test("takes one record after the other, and begins again", () => {
    const order = open("sequential");
    expect(order.batch(0)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(order.batch(64)).toEqual([640, 641, 642, 643, 644, 645, 646, 647, 648, 649]);
    expect(order.batch(65)[0]).toBe(0);
  });
});

describe("shuffle", () => {
  test("takes each record once an epoch, in another order the next time", () => {
    const taken = steps(130, "shuffle").flat();
    const [first, second] = [taken.slice(0, records), taken.slice(records)];
    expect(sorted(first)).toEqual(all);
    expect(sorted(second)).toEqual(all);
    expect(second).not.toEqual(first);
    expect(first).not.toEqual(all);
  });

  test("also where batches lie in two epochs", () => {
    const order = open("shuffle", 3, 7);
    const taken = Array.from({ length: 200 }, (_, step) => order.batch(step)).flat();
    expect(sorted(taken.slice(0, records))).toEqual(all);
    expect(sorted(taken.slice(records, 2 * records))).toEqual(all);
  });
});

describe("queue", () => {
  test("mixes neighbours: the first batch comes from the first blocks of four files", () => {
    const queue = new RecordQueue([1000, 1000, 1000, 1000, 1000], () => [4, 2, 0, 1, 3]);
    const first = queue.batch(Array.from({ length: 10 }, (_, i) => i / 10));
    const heads = [4000, 2000, 0, 1000];
    expect(first.every((number) => heads.some((head) => number >= head && number < head + 64))).toBe(true);
    expect(new Set(first.map((number) => Math.floor(number / 1000))).size).toBe(4);
  });

  test("its readers take turns by 64 records, never over the end of a file", () => {
    const queue = new RecordQueue([100, 30, 100, 100, 20], () => [0, 1, 2, 3, 4]);
    const from = (first: number, count: number) => Array.from({ length: count }, (_, i) => first + i);
    // A random number of almost 1 takes the newest: the stream as it comes, from number 255 on.
    const taken = Array.from({ length: 160 }, () => queue.batch([1 - 1e-12])[0]!);
    // Before it came 0-63, 100-129 (a file of 30), 130-193, 230-293 and 64-96.
    const stream = [...from(97, 3), ...from(330, 20), ...from(194, 36), ...from(294, 36), ...from(0, 64)];
    expect(taken.slice(0, stream.length)).toEqual(stream);
  });

  test("loses no record and takes none twice: a tenth of four files, each from its beginning", () => {
    const queue = new RecordQueue([5000, 5000, 5000, 5000], () => [0, 1, 2, 3]);
    let state = 1;
    const random = () => {
      state = (state * 48271) % 2147483647;
      return state / 2147483647;
    };
    const taken = Array.from({ length: 40 }, () => queue.batch(Array.from({ length: 50 }, random))).flat();
    expect(new Set(taken).size).toBe(2000);
    // 256 wait, 36 blocks of 64 were read: nine of each file, of which the last few are not yet taken.
    expect(Math.max(...taken.map((number) => number % 5000))).toBeLessThan(576);
    const early = taken.filter((number) => number % 5000 < 384);
    expect(early.length).toBeGreaterThan(4 * 384 - 60);
  });

  test("is filled again when 128 remain, not before", () => {
    const queue = new RecordQueue([5000, 5000, 5000, 5000], () => [0, 1, 2, 3]);
    const newest = queue.batch(new Float64Array(130).fill(1 - 1e-12));
    // The second half of the first 256, backwards, then the newest of the next 128: the end of the second block of file 1.
    expect(newest.slice(0, 65)).toEqual([...Array.from({ length: 64 }, (_, i) => 15063 - i), 10063]);
    expect(newest.slice(127)).toEqual([10000, 5127, 5126]);
  });

  test("a batch larger than what the queue may give at once waits for the readers", () => {
    const batch = open("queue", 1, 1000).batch(0);
    expect(batch).toHaveLength(1000);
    expect(Math.max(...batch)).toBeLessThan(records);
    const times = batch.reduce(
      (map, number) => map.set(number, (map.get(number) ?? 0) + 1),
      new Map<number, number>(),
    );
    expect(Math.max(...times.values())).toBeLessThanOrEqual(3);
  });
});

describe("every order", () => {
  test.each(["shuffle", "queue", "sequential"] as const)(
    "%s: of a step it is the same from anywhere",
    (sampling) => {
      const straight = steps(1100, sampling);
      const order = open(sampling);
      for (const step of [1099, 3, 3, 700, 701, 0]) expect(order.batch(step)).toEqual(straight[step]!);
      const other = steps(3, sampling, 4);
      if (sampling === "sequential") expect(other).toEqual(straight.slice(0, 3));
      else expect(other).not.toEqual(straight.slice(0, 3));
    },
  );
});
