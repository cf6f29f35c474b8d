import { describe, expect, test } from "bun:test";
import { describeMachine, hasWasmSimd, vectorFeatures } from "../../../src/engine/machine.ts";

describe("vectorFeatures", () => {
  test("reads the lists of Linux and of macOS", () => {
    expect(vectorFeatures("flags\t\t: fpu avx512f sse4_2 avx2 fma avx avx2x")).toEqual([
      ...["sse4_2", "avx", "avx2", "fma", "avx512f"],
    ]);
    expect(vectorFeatures("FPU SSE4.2 FMA AVX1.0\nAVX2 AVX512F")).toEqual([
      "sse4_2",
      "avx2",
      "fma",
      "avx512f",
    ]);
    expect(vectorFeatures("")).toEqual([]);
  });
});

test("this machine has a processor, memory and SIMD", () => {
  const machine = describeMachine();
  expect(machine.cores).toBeGreaterThan(0);
  expect(machine.cpu.length).toBeGreaterThan(0);
  expect(machine.memoryBytes).toBeGreaterThan(2 ** 28);
  expect(machine.memoryLimitBytes).toBeGreaterThan(0);
  expect(machine.memoryLimitBytes).toBeLessThanOrEqual(machine.memoryBytes);
  expect(hasWasmSimd()).toBe(true);
});
