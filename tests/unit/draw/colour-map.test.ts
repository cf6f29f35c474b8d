import { describe, expect, test } from "bun:test";
import { COLOUR_MAP_NAMES, colourMap, UNVISITED_COLOUR } from "../../../src/draw/colour-map.ts";
import { type Rgb, xtermIndex } from "../../../src/draw/paint.ts";
import { nearestXtermIndex, xtermRgb } from "../../support/reference/xterm-colour.ts";

const hex = (rgb: Rgb) => rgb.map((channel) => channel.toString(16).padStart(2, "0")).join("");
const levels = Array.from({ length: 256 }, (_, level) => (level + 0.5) / 256);

/** Relative luminance of sRGB (IEC 61966-2-1). */
function luminance(rgb: Rgb): number {
  const [r, g, b] = rgb.map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

describe("viridis", () => {
  const viridis = colourMap("viridis");
  // The published floats (0.267004, 0.004874, 0.329415), (0.128729, 0.563265, 0.551229), (0.993248, 0.906157, 0.143936).
  test("has the published first, middle and last colours", () => {
    expect(hex(viridis(0))).toBe("440154");
    expect(hex(viridis(127.5 / 256))).toBe("21908d");
    expect(hex(viridis(1))).toBe("fde725");
  });
  test("sums up as the published table does", () => {
    // 331.700518 is the sum of the 768 published floats; rounding each to 8 bits moves it by 0.03 (1 sigma).
    const sum = levels.flatMap((share) => [...viridis(share)]).reduce((a, b) => a + b, 0);
    expect(Math.abs(sum / 255 - 331.700518)).toBeLessThan(0.1);
  });
  test("has no kinks", () => {
    const bends = levels.slice(2).flatMap((_, i) => {
      const [a, b, c] = [i, i + 1, i + 2].map((level) => viridis(levels[level]!));
      return a!.map((channel, k) => Math.abs(channel - 2 * b![k]! + c![k]!));
    });
    expect(Math.max(...bends)).toBeLessThanOrEqual(3);
  });
  test("gets brighter all the way, up to the rounding to 8 bits", () => {
    const brightness = levels.map((share) => luminance(viridis(share)));
    for (let i = 1; i < 256; i++) expect(brightness[i]!).toBeGreaterThan(brightness[i - 1]! - 5e-4);
  });
  test("gets brighter all the way in 256 colours, which it uses as they are", () => {
    const reduced = colourMap("viridis", "256");
    const brightness = levels.map((share) => luminance(reduced(share)));
    for (let i = 1; i < 256; i++) expect(brightness[i]!).toBeGreaterThanOrEqual(brightness[i - 1]!);
    for (const share of levels) expect(xtermRgb(xtermIndex(reduced(share)))).toEqual([...reduced(share)]);
    expect(new Set(levels.map((share) => hex(reduced(share)))).size).toBe(12);
  });
});

describe.each(["magma", "inferno", "plasma"] as const)("%s", (name) => {
  const map = colourMap(name);
  test("has the published first and last colours", () => {
    const ends = { magma: ["000004", "fcfdbf"], inferno: ["000004", "fcffa4"], plasma: ["0d0887", "f0f921"] };
    expect([hex(map(0)), hex(map(1))]).toEqual(ends[name]);
  });
  test("gets brighter all the way", () => {
    const brightness = levels.map((share) => luminance(map(share)));
    for (let i = 1; i < 256; i++) expect(brightness[i]!).toBeGreaterThan(brightness[i - 1]! - 1e-3);
  });
  test("uses all levels, none like the colour of the unvisited", () => {
    expect(new Set(levels.map((share) => hex(map(share)))).size).toBe(256);
    for (const share of levels) {
      const apart = map(share).map((channel, i) => Math.abs(channel - UNVISITED_COLOUR[i]!));
      expect(Math.max(...apart)).toBeGreaterThan(16);
    }
  });
});

test("jet has the published break points", () => {
  const jet = colourMap("jet");
  expect(hex(jet(0))).toBe("000080");
  expect(hex(jet(1))).toBe("800000");
  // Level 127 is x = 127/255: red (x-0.35)/0.31, green 1, blue 1-(x-0.34)/0.31.
  expect(jet(127.5 / 256)).toEqual([122, 255, 125]);
  expect(Math.max(...levels.flatMap((share) => [...jet(share)]))).toBe(255);
});

test.each([...COLOUR_MAP_NAMES])("%s saturates, and keeps the colour of NaN to itself", (name) => {
  for (const depth of ["truecolour", "256"] as const) {
    const colourOf = colourMap(name, depth);
    expect(colourOf(-3)).toEqual(colourOf(0));
    expect(colourOf(Number.POSITIVE_INFINITY)).toEqual(colourOf(1));
    expect(colourOf(Number.NaN)).toEqual(UNVISITED_COLOUR);
    for (const share of levels) {
      expect(xtermIndex(colourOf(share))).not.toBe(xtermIndex(UNVISITED_COLOUR));
    }
  }
});

test("the index is that of the nearest colour", () => {
  for (let r = 0; r < 256; r += 15) {
    for (let g = 0; g < 256; g += 17) {
      for (let b = 0; b < 256; b += 5) {
        const rgb: Rgb = [r, g, b];
        const distance = (index: number) =>
          xtermRgb(index).reduce((sum, channel, i) => sum + (channel - rgb[i]!) ** 2, 0);
        expect(distance(xtermIndex(rgb))).toBe(distance(nearestXtermIndex(rgb)));
      }
    }
  }
});
