import { describe, expect, test } from "bun:test";
import { benchmarks, selectBenchmarks } from "../../../bench/benchmarks.ts";
import { stageLine } from "../../../bench/cli/bench-progress.ts";
import { effortOf, fastest, fastestOf } from "../../../bench/measure.ts";
import { UserError } from "../../../src/user-error.ts";

describe("fastest", () => {
  test("calls the bodies in turn, at least so many rounds after one that is not counted", () => {
    const calls: string[] = [];
    const body = (name: string) => () => calls.push(name);
    const seconds = fastest({ seconds: 0, rounds: 3 }, body("A"), body("B"));
    expect(calls.join("")).toBe("ABABABAB");
    expect(seconds).toHaveLength(2);
    for (const value of seconds) expect(value).toBeGreaterThan(0);
  });

  test("goes on until the time is over", () => {
    let calls = 0;
    fastest({ seconds: 0.02, rounds: 1 }, () => Bun.sleepSync(1) ?? calls++);
    expect(calls).toBeGreaterThan(4);
  });

  test("refuses a body that computes NaN", () => {
    expect(() => fastest({ seconds: 0, rounds: 1 }, () => Number.NaN)).toThrow("computed NaN");
  });
});

describe("fastest of one that waits", () => {
  test("is called at least so many rounds after one that is not counted, and until the time is over", async () => {
    let calls = 0;
    const body = async () => Bun.sleep(1).then(() => ++calls);
    expect(await fastestOf({ seconds: 0, rounds: 3 }, body)).toBeGreaterThan(5e-4);
    expect(calls).toBe(4);
    await fastestOf({ seconds: 0.03, rounds: 1 }, body);
    expect(calls).toBeGreaterThan(8);
  });

  test("refuses NaN", async () => {
    const wrong = fastestOf({ seconds: 0, rounds: 1 }, async () => Number.NaN);
    await expect(wrong).rejects.toThrow("computed NaN");
  });
});

describe("progress", () => {
  const stages = [
    { name: "small", effort: 1 },
    { name: "large", effort: 8 },
    { name: "small too", effort: 1 },
  ];

  test("says which of how many, and what is left by the effort of each", () => {
    expect([0, 1, 2].map((index) => stageLine(stages, index, 3 * index))).toEqual([
      "1 of 3: small",
      "2 of 3: large, 27 s left",
      "3 of 3: small too, 667 ms left",
    ]);
  });

  test("--quick leaves little: less than a minute where a processor does what is usual", () => {
    const pace = { seconds: 0.05, rounds: 1 };
    const short = benchmarks.filter(({ lengthy }) => !lengthy);
    expect(short.length).toBeGreaterThan(25);
    expect(short.reduce((sum, benchmark) => sum + effortOf(benchmark, pace), 0)).toBeLessThan(40);
    const lengthy = benchmarks.filter((benchmark) => benchmark.lengthy);
    expect(lengthy.map(({ lines }) => lines[0]!.name).join()).toMatch(/training 4096 units/);
    for (const { lines } of lengthy)
      expect(lines[0]!.name).toMatch(
        /^(training (1024|4096) units|training an LSTM of (64|256|512) units|lag sweep)/,
      );
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
