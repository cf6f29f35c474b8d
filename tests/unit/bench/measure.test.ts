import { describe, expect, test } from "bun:test";
import { selectBenchmarks } from "../../../bench/benchmarks.ts";
import { fastest } from "../../../bench/measure.ts";
import { UserError } from "../../../src/user-error.ts";

describe("fastest", () => {
  test("calls the bodies in turn, at least three rounds after one that is not counted", () => {
    const calls: string[] = [];
    const body = (name: string) => () => calls.push(name);
    const seconds = fastest(0, body("A"), body("B"));
    expect(calls.join("")).toBe("ABABABAB");
    expect(seconds).toHaveLength(2);
    for (const value of seconds) expect(value).toBeGreaterThan(0);
  });

  test("goes on until the time is over", () => {
    let calls = 0;
    fastest(0.02, () => Bun.sleepSync(1) ?? calls++);
    expect(calls).toBeGreaterThan(4);
  });

  test("refuses a body that computes NaN", () => {
    expect(() => fastest(0, () => Number.NaN)).toThrow("computed NaN");
  });
});

describe("selection by name", () => {
  const namesOf = (pattern: string) =>
    selectBenchmarks(pattern).flatMap(({ lines }) => lines.map(({ name }) => name));

  test("an empty pattern is all of them, each name once", () => {
    const names = namesOf("");
    expect(names.length).toBeGreaterThan(20);
    expect(new Set(names).size).toBe(names.length);
  });

  test("keeps the matching lines of what is measured together", () => {
    expect(namesOf("NN 200x512x512 wasm")).toEqual([
      "product nn 200x512x512 wasm 1 thread",
      "product nn 200x512x512 wasm 2 threads",
    ]);
    expect(namesOf("nn 200x512x512 wasm 2")).toEqual(["product nn 200x512x512 wasm 2 threads"]);
  });

  test("names what there is when nothing matches, and a pattern that is none", () => {
    expect(() => selectBenchmarks("flux capacitor")).toThrow(UserError);
    expect(() => selectBenchmarks("flux capacitor")).toThrow("no benchmark is called flux capacitor");
    expect(() => selectBenchmarks("(")).toThrow("--only:");
  });
});
