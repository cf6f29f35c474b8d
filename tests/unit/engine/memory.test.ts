import { describe, expect, test } from "bun:test";
import { EngineMemory, heapStart } from "../../../src/engine/memory.ts";
import type { SharedArray } from "../../../src/engine/shared-array.ts";
import { UserError } from "../../../src/user-error.ts";
import { randomInteger, testRandom } from "../../support/reference/random.ts";

const mebibyte = 2 ** 20;

describe("engine memory", () => {
  test("arrays are aligned, disjoint and keep their content while others come and go", () => {
    const memory = new EngineMemory();
    const random = testRandom(1);
    const living: { array: SharedArray<"float32">; mark: number }[] = [];
    for (let step = 0; step < 400; step++) {
      if (living.length > 20 || (living.length > 0 && random() < 0.45)) {
        const [{ array, mark }] = living.splice(randomInteger(random, 0, living.length - 1), 1) as [
          (typeof living)[0],
        ];
        expect(array.view.every((value) => value === mark)).toBe(true);
        array.free();
      } else {
        const array = memory.allocate("float32", randomInteger(random, 0, 40_000), "test");
        expect(array.pointer % 64).toBe(0);
        array.view.fill(step);
        living.push({ array, mark: step });
      }
    }
    for (const { array, mark } of living) {
      expect(array.view.every((value) => value === mark)).toBe(true);
      array.free();
    }
    expect(memory.used).toBe(0);
    const size = memory.buffer.byteLength;
    memory.allocate("uint8", size - mebibyte, "everything at once, which needs all pieces merged");
    expect(memory.buffer.byteLength).toBe(size);
  });

  test("a scope frees what it allocated, also when its body throws", () => {
    const memory = new EngineMemory();
    const kept = memory.allocate("float32", 10, "kept");
    let lost: SharedArray | undefined;
    expect(() =>
      memory.scope(() => {
        lost = memory.allocate("float32", 10, "hidden states");
        memory.scope(() => memory.allocate("float64", 10, "inner"));
        throw new Error("oops");
      }),
    ).toThrow("oops");
    expect(() => lost!.view).toThrow("use after free: hidden states [10]");
    expect(() => lost!.pointer).toThrow("use after free");
    expect(kept.view.length).toBe(10);
    expect(memory.used).toBe(64);
  });

  test("a scope that waits frees what was allocated before and after, also when its body throws", async () => {
    const memory = new EngineMemory();
    const outer = memory.allocate("float32", 10, "outer");
    const used = memory.used;
    const failing = memory.longScope(async () => {
      memory.allocate("float32", 10, "before");
      await Promise.resolve();
      memory.allocate("float32", 10, "after");
      throw new Error("in vain");
    });
    expect(memory.used).toBeGreaterThan(used);
    await expect(failing).rejects.toThrow("in vain");
    expect([memory.used, outer.alive]).toEqual([used, true]);
    // What comes later belongs to nobody's scope.
    expect(memory.allocate("float32", 10, "later").alive).toBe(true);
  });

  test("a hundred scopes in a row use the same memory", () => {
    const memory = new EngineMemory();
    const step = () => memory.scope(() => memory.allocate("float32", mebibyte, "activities"));
    step();
    const size = memory.buffer.byteLength;
    for (let i = 0; i < 100; i++) step();
    expect(memory.buffer.byteLength).toBe(size);
  });

  test("views see through growth", () => {
    const memory = new EngineMemory();
    const small = memory.from("int32", [1, 2, 3], "small");
    memory.allocate("float32", 4 * mebibyte, "large");
    small.view[0] = 7;
    expect([...small.view]).toEqual([7, 2, 3]);
  });

  test("the limit is a UserError that says what asked for how much", () => {
    const memory = new EngineMemory(8 * mebibyte);
    const ask = () => memory.allocate("float32", [512, 4096], "hidden states");
    expect(ask).toThrow(UserError);
    expect(ask).toThrow("hidden states asks for 8.0 MiB");
    expect(memory.allocate("float32", 100, "small").length).toBe(100);
  });

  test("debug mode fills fresh and freed memory with NaN", () => {
    const memory = new EngineMemory(undefined, true);
    const array = memory.allocate("float32", 100, "fresh");
    expect(array.view.every(Number.isNaN)).toBe(true);
    array.view.fill(1);
    const raw = new Float32Array(memory.buffer as unknown as ArrayBuffer, array.pointer, 100);
    array.free();
    expect(raw.every(Number.isNaN)).toBe(true);
  });

  test("freeing twice throws", () => {
    const array = new EngineMemory().allocate("uint8", 3, "bytes");
    array.free();
    expect(() => array.free()).toThrow("use after free: bytes");
  });
});

describe("a part of an array", () => {
  test("is the same numbers in another shape, and allocates nothing", () => {
    const memory = new EngineMemory();
    const whole = memory.from("float32", [0, 1, 2, 3, 4, 5, 6, 7], "whole", [4, 2]);
    const used = memory.used;
    const part = whole.part(2, [2, 2], "middle");
    expect(memory.used).toBe(used);
    expect([part.shape, [...part.view], part.label]).toEqual([[2, 2], [2, 3, 4, 5], "middle"]);
    whole.view[3] = 9;
    expect(part.view[1]).toBe(9);
    // Views are made anew when the memory grows.
    memory.allocate("uint8", 2 ** 24, "more");
    expect([...part.view]).toEqual([2, 9, 4, 5]);
  });

  test("is not freed, but gone with the whole, and lies within it", () => {
    const whole = new EngineMemory().allocate("float64", [4], "whole");
    const part = whole.part(1, [2], "middle");
    expect(() => part.free()).toThrow("middle is a part of whole");
    expect(part.alive).toBe(true);
    expect(() => whole.part(3, [2])).toThrow("whole [2] from 3 on is not in 4 values");
    expect(() => whole.part(-1, [2])).toThrow("is not in 4 values");
    whole.free();
    expect(part.alive).toBe(false);
    expect(() => part.view).toThrow("use after free: middle");
    expect(() => whole.part(0, [1])).toThrow("use after free: whole");
  });
});

test("growth that the machine cannot give is refused before it is asked for", () => {
  const memory = new EngineMemory(2 ** 32, false, () => 5 * 2 ** 20);
  memory.allocate("uint8", 4 * 2 ** 20, "what fits");
  expect(() => memory.allocate("uint8", 6 * 2 ** 20, "rate maps")).toThrow(
    "out of memory: rate maps asks for 6.0 MiB, the machine has 5.0 MiB left",
  );
  expect(memory.idle + memory.used).toBe(memory.buffer.byteLength - heapStart);
});
