import { expect, test } from "bun:test";
import { oneArray, onHeap, requireMemory } from "../../src/memory-need.ts";
import { userErrorOf } from "../support/user-error.ts";

const needs = [
  { label: "small", bytes: 1024, settings: ["a"] },
  { label: "large", bytes: 4096, settings: ["b", "c"] },
  { label: "middle", bytes: 2048, settings: ["d"] },
];
const memory = (limitBytes: number, idle = 0) => ({ limitBytes: limitBytes + 100, used: 100, idle });

test("what fits just so is let through, one byte more is refused by its largest parts", () => {
  requireMemory({ what: "training", needs, memory: memory(7168), available: 7168 });
  for (const [limit, available] of [
    [7167, 10_000],
    [10_000, 7167],
  ] as const) {
    expect(
      userErrorOf(() => requireMemory({ what: "training", needs, memory: memory(limit), available })),
    ).toBe(
      "training needs 7 KiB of memory, 7 KiB can be had: 4 KiB for large, 2 KiB for middle | lower b, c",
    );
  }
});

test("the heap takes from the machine, not from the engine; what the engine holds idle is asked for once", () => {
  const both = [...needs, onHeap("maps", 1024)];
  requireMemory({ what: "it", needs: both, memory: memory(7168), available: 8192 });
  expect(() => requireMemory({ what: "it", needs: both, memory: memory(7168), available: 8191 })).toThrow(
    "it needs 8 KiB of memory, 8 KiB can be had",
  );
  requireMemory({ what: "it", needs: both, memory: memory(7168, 7168), available: 1024 });
  requireMemory({ what: "it", needs: both, memory: memory(7168, 1e9), available: 1024 });
  expect(() =>
    requireMemory({ what: "it", needs: both, memory: memory(7168, 1e9), available: 1023 }),
  ).toThrow("8 KiB can be had");
});

test("it says what would fit, or what to do when nothing would", () => {
  const needsAt = (bins: number) => [onHeap("rate maps", 1000 * bins * bins, ["--bins"])];
  const growing = { name: "--bins", value: 100_000, least: 3, needsAt };
  const asked = (available: number) =>
    userErrorOf(() => requireMemory({ what: "binning", needs: needsAt(100_000), growing, available }));
  expect(asked(212 * 212 * 1000)).toBe(
    "binning needs 9.09 TiB of memory, 42.9 MiB can be had: 9.09 TiB for rate maps | --bins 212 would fit",
  );
  expect(asked(212 * 212 * 1000 - 1)).toEndWith("| --bins 211 would fit");
  expect(asked(3 * 3 * 1000 - 1)).toEndWith("| lower --bins");
  expect(userErrorOf(() => requireMemory({ what: "it", needs: [onHeap("x", 2)], available: 1 }))).toEndWith(
    "| close other programs, or use a machine with more memory",
  );
});

test("numbers beyond all measure are refused like others", () => {
  const huge = [onHeap("numbers", 9e15 * 9e15), onHeap("more", Number.POSITIVE_INFINITY)];
  expect(() => requireMemory({ what: "it", needs: huge, available: 2 ** 40 })).toThrow("it needs ");
});

test("one array is at most 4 GiB, however much memory there is", () => {
  const available = 2 ** 40;
  requireMemory({ what: "it", needs: [oneArray("maps", 2 ** 32), onHeap("more", 2 ** 33)], available });
  expect(
    userErrorOf(() => requireMemory({ what: "it", needs: [oneArray("maps", 2 ** 33)], available })),
  ).toBe(
    "it needs 8.00 GiB of memory, 4.00 GiB can be had: 8.00 GiB for maps | close other programs, or use a machine with more memory",
  );
});
