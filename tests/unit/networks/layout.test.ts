import { afterAll, describe, expect, test } from "bun:test";
import { openEngine } from "../../../src/engine/engine.ts";
import {
  allocateArrays,
  freeArrays,
  layoutOf,
  mapNames,
  namesOf,
  type ParameterSpec,
  transpose,
} from "../../../src/networks/layout.ts";

const engine = await openEngine({ workers: 1, blas: "wasm" });
afterAll(() => engine.close());

/** Not in the order of the alphabet, of sizes, or of a network's passes. */
const specs = {
  recurrent: { axes: ["units", [3, "units"]], stored: "RNN.weight_hh_l0", group: "recurrent" },
  input: { axes: [2, [3, "units"]], stored: "RNN.weight_ih_l0" },
  bias: { axes: [[3, "units"]], stored: "RNN.bias_hh_l0" },
  decoder: { axes: ["units", "cells"], stored: "decoder.weight" },
} as const satisfies Record<string, ParameterSpec>;
const sizes = { units: 5, cells: 4 };
const layout = layoutOf(specs, sizes);
const order = ["recurrent", "input", "bias", "decoder"] as const;

describe("layoutOf", () => {
  test("gives shapes: numbers as they are, sizes by name, so many times a size", () => {
    expect(order.map((name) => [name, layout[name].shape])).toEqual([
      ["recurrent", [5, 15]],
      ["input", [2, 15]],
      ["bias", [15]],
      ["decoder", [5, 4]],
    ]);
  });

  test("keeps the order, and all that was said of an array", () => {
    expect(Object.keys(layout)).toEqual([...order]);
    expect(Object.values(layout).map(({ name }) => name)).toEqual([...order]);
    expect(Object.values(layout).map(({ stored }) => stored)).toEqual(
      order.map((name) => specs[name].stored),
    );
    expect(Object.values(layout).map(({ group }) => group)).toEqual([
      "recurrent",
      undefined,
      undefined,
      undefined,
    ]);
  });

  test("throws at a size that nobody gave, also at a multiple of it", () => {
    expect(() => layoutOf(specs, { units: 5 })).toThrow("no size cells");
    const gates = { gates: { axes: [[3, "gates"]], stored: "gates" } } as const;
    expect(() => layoutOf(gates, sizes)).toThrow("no size gates");
  });
});

test("mapNames keeps names and order", () => {
  const lengths = mapNames(layout, (name) => layout[name].shape.length);
  expect(Object.entries(lengths)).toEqual([
    ["recurrent", 2],
    ["input", 2],
    ["bias", 1],
    ["decoder", 2],
  ]);
  expect(namesOf(lengths)).toEqual([...order]);
});

describe("arrays of a layout", () => {
  test("have its names, order and shapes, and a label that says whose they are", () => {
    engine.memory.scope(() => {
      const arrays = allocateArrays(engine, layout, "gradients");
      expect(Object.keys(arrays)).toEqual([...order]);
      expect(order.map((name) => arrays[name].shape)).toEqual(order.map((name) => layout[name].shape));
      expect(arrays.bias.label).toBe("bias gradients");
    });
  });

  test("are zero when that is wanted, also where others have been", () => {
    const filled = allocateArrays(engine, layout, "weights");
    for (const { view } of Object.values(filled)) view.fill(7);
    freeArrays(filled);
    const zero = allocateArrays(engine, layout, "first moment", true);
    expect(Object.values(zero).flatMap(({ view }) => [...view])).toEqual(
      new Array(75 + 30 + 15 + 20).fill(0),
    );
    freeArrays(zero);
  });

  test("give back what they took", () => {
    const { used } = engine.memory;
    const arrays = allocateArrays(engine, layout, "weights");
    expect(engine.memory.used).toBeGreaterThan(used);
    freeArrays(arrays);
    expect(engine.memory.used).toBe(used);
  });
});

test("transpose: rows become columns, and twice is once", () => {
  expect([...transpose([1, 2, 3, 4, 5, 6], 2, 3)]).toEqual([1, 4, 2, 5, 3, 6]);
  expect([...transpose(transpose([1, 2, 3, 4, 5, 6], 2, 3), 3, 2)]).toEqual([1, 2, 3, 4, 5, 6]);
});
