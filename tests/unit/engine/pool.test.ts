import { afterAll, expect, test } from "bun:test";
import { openEngine } from "../../../src/engine/engine.ts";
import { failing, scratchUser, squares } from "../../support/engine-jobs.ts";

const engine = await openEngine({ workers: 3, blas: "wasm" });
afterAll(() => engine.close());

test("the self-test of shared memory passes on this machine", () => {
  expect(engine.threadTrouble).toBeUndefined();
  expect(engine.pool.threads).toBe(3);
});

test("every block runs once, whatever their number", () => {
  for (const blocks of [0, 1, 2, 3, 17, 1000]) {
    engine.memory.scope(() => {
      const target = engine.memory.zeros("float64", blocks + 1, "squares");
      engine.pool.run(squares, blocks, { target: target.pointer, offset: 3 });
      const expected = Array.from({ length: blocks }, (_, i) => (i + 3) ** 2);
      expect([...target.view]).toEqual([...expected, 0]);
    });
  }
});

test("an error in any block reaches the caller, and the pool works on", () => {
  for (const at of [0, 1, 40, 99]) {
    expect(() => engine.pool.run(failing, 100, { at })).toThrow(`block ${at} has no data`);
  }
  expect(() => engine.pool.run(failing, 100, { at: -1 })).not.toThrow();
});

test("each thread has scratch memory of its own", () => {
  engine.memory.scope(() => {
    const target = engine.memory.zeros("float64", 3, "addresses");
    engine.pool.runOnEach(scratchUser, { target: target.pointer }, 10_000);
    const addresses = [...target.view].sort((a, b) => a - b);
    expect(addresses[1]! - addresses[0]!).toBeGreaterThanOrEqual(10_000);
    expect(addresses[2]! - addresses[1]!).toBeGreaterThanOrEqual(10_000);
  });
});

test("scratch memory of a size that is none is refused loudly", () => {
  for (const bytes of [-64, Number.NaN, 2 ** 60]) {
    expect(() => engine.pool.run(scratchUser, 1, { target: 0 }, bytes)).toThrow("scratch memory of ");
  }
  // As 32-bit integers these were negative, and 128.
  expect([33_554_432, 67_108_863].map((steps) => engine.kernels.trajectoryDrawBytes(steps))).toEqual([
    2 ** 31 + 128,
    2 ** 32 + 128,
  ]);
});
