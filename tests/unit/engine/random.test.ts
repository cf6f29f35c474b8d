import { describe, expect, test } from "bun:test";
import { openEngine } from "../../../src/engine/engine.ts";
import { fillNormal, fillRayleigh, fillUniform, streamKey } from "../../../src/engine/random.ts";
import { UserError } from "../../../src/user-error.ts";
import { normal, philox, rayleigh, uniform } from "../../support/reference/philox.ts";

const engine = await openEngine({ workers: 1, blas: "wasm" });
const plain = { uniform, normal, rayleigh };
const fills = { uniform: fillUniform, normal: fillNormal, rayleigh: fillRayleigh };
const distributions = ["uniform", "normal", "rayleigh"] as const;
type Distribution = (typeof distributions)[number];

function draw(what: Distribution, items: number, draws: number, first = 0, stream = "test"): Float64Array {
  return engine.memory.scope(() => {
    const into = engine.memory.allocate("float64", [items, draws], "draws");
    fills[what](engine, { seed: 5, stream, first, items, draws }, into);
    return into.toArray();
  });
}

describe("Philox4x32-10 gives the published vectors (Random123 kat_vectors)", () => {
  const vectors = [
    { counter: "00000000 00000000 00000000 00000000", key: "00000000 00000000" },
    { counter: "ffffffff ffffffff ffffffff ffffffff", key: "ffffffff ffffffff" },
    { counter: "243f6a88 85a308d3 13198a2e 03707344", key: "a4093822 299f31d0" },
  ];
  const expected = [
    "6627e8d5 e169c58d bc57ac4c 9b00dbd8",
    "408f276d 41c83b0e a20bc7c6 6d5451fd",
    "d16cfe09 94fdcceb 5001e420 24126ea1",
  ];
  const words = (text: string) => text.split(" ").map((word) => Number.parseInt(word, 16));

  test.each(vectors.map((vector, i) => [vector.counter, vector.key, expected[i]!] as const))(
    "counter %s key %s",
    (counterText, keyText, result) => {
      const [key0, key1] = words(keyText) as [number, number];
      const counter = engine.memory.from("uint32", words(counterText), "counter");
      const out = engine.memory.allocate("uint32", 16, "words");
      engine.kernels.philox(counter.pointer, out.pointer, key0, key1);
      expect([out.view[0], out.view[1], out.view[8], out.view[9]]).toEqual(words(result));
      const plainly = philox(words(counterText) as [number, number, number, number], { key0, key1 });
      expect([...plainly]).toEqual(words(result));
    },
  );
});

describe.each(distributions)("%s", (what) => {
  test("every number is that of the plain reference", () => {
    const key = streamKey(5, "test");
    // Odd numbers of items, draws and blocks, more draws than one pass, items beyond 32 bits.
    for (const [items, draws, first] of [
      [5, 3, 0],
      [3, 67, 7],
      [2, 130, 2 ** 32 - 1],
    ] as const) {
      const values = draw(what, items, draws, first);
      values.forEach((value, i) => {
        const exact = plain[what](key, first + Math.floor(i / draws), i % draws);
        expect(Math.abs(value - exact)).toBeLessThanOrEqual(what === "uniform" ? 0 : 4e-15);
      });
    }
  });

  test("a draw does not depend on what else is drawn", () => {
    const all = draw(what, 9, 70, 100);
    const part = draw(what, 3, 11, 103);
    part.forEach((value, i) => {
      expect(value).toBe(all[(3 + Math.floor(i / 11)) * 70 + (i % 11)]!);
    });
  });

  test("float32 is float64 rounded, and a uniform number stays below 1", () => {
    const wide = draw(what, 4, 500);
    const narrow = engine.memory.allocate("float32", [4, 500], "float32 draws");
    fills[what](engine, { seed: 5, stream: "test", items: 4, draws: 500 }, narrow);
    const rounded = (x: number) => (what === "uniform" ? Math.floor(x * 2 ** 24) / 2 ** 24 : Math.fround(x));
    expect([...narrow.view]).toEqual([...wide].map(rounded));
  });

  const cumulative = {
    uniform: (x: number) => x,
    normal: normalCumulative,
    rayleigh: (x: number) => 1 - Math.exp((-x * x) / 2),
  }[what];
  const mean = { uniform: 0.5, normal: 0, rayleigh: Math.sqrt(Math.PI / 2) }[what];
  const variance = { uniform: 1 / 12, normal: 1, rayleigh: 2 - Math.PI / 2 }[what];

  test("mean, variance and distribution are right", () => {
    const values = draw(what, 400, 250).toSorted();
    const n = values.length;
    const average = values.reduce((sum, x) => sum + x, 0) / n;
    const spread = values.reduce((sum, x) => sum + (x - average) ** 2, 0) / n;
    // Five standard errors; the fourth moments are below 3.3 variances squared.
    expect(Math.abs(average - mean)).toBeLessThan(5 * Math.sqrt(variance / n));
    expect(Math.abs(spread - variance)).toBeLessThan(5 * variance * Math.sqrt(2.3 / n));
    // Kolmogorov-Smirnov: 1.95 / sqrt(n) is passed in 0.1 % of fair samples.
    const distance = Math.max(...values.map((x, i) => Math.abs(cumulative(x) - (i + 0.5) / n)));
    expect(distance).toBeLessThan(1.95 / Math.sqrt(n));
  });

  test("neighbouring draws, items and streams are not correlated", () => {
    const base = draw(what, 200, 200);
    const others = {
      draws: base.subarray(1),
      items: base.subarray(200),
      streams: draw(what, 200, 200, 0, "tesu"),
    };
    for (const [name, other] of Object.entries(others)) {
      const n = other.length;
      let product = 0;
      for (let i = 0; i < n; i++) product += (base[i]! - mean) * (other[i]! - mean);
      expect(Math.abs(product / n / variance), name).toBeLessThan(5 / Math.sqrt(n));
    }
  });
});

test("workers do not change a number", async () => {
  const two = await openEngine({ workers: 2, blas: "wasm" });
  const request = { seed: 1, stream: "many", items: 3000, draws: 21 };
  const [alone, together] = [engine, two].map((which) => {
    const into = which.memory.allocate("float64", [3000, 21], "draws");
    fillNormal(which, request, into);
    return into.toArray();
  });
  two.close();
  expect(alone).toEqual(together!);
});

test("a seed that cannot be kept exactly is refused", () => {
  for (const seed of [-1, 0.5, 2 ** 53, Number.NaN]) expect(() => streamKey(seed, "x")).toThrow(UserError);
  expect(streamKey(0, "x")).not.toEqual(streamKey(1, "x"));
  expect(streamKey(0, "x")).not.toEqual(streamKey(0, "y"));
});

/** Abramowitz and Stegun 26.2.17: 7.5e-8. */
function normalCumulative(x: number): number {
  if (x < 0) return 1 - normalCumulative(-x);
  const t = 1 / (1 + 0.2316419 * x);
  const polynomial =
    t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return 1 - (Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)) * polynomial;
}
