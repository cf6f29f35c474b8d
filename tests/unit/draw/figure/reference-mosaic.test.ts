import { describe, expect, test } from "bun:test";
import { decode } from "fast-png";
import { pngBytes } from "../../../../src/draw/figure/png.ts";
import { referenceLayout, referenceMosaic } from "../../../../src/draw/figure/reference-mosaic.ts";
import { jetLevel } from "../../../../src/draw/jet.ts";

const bins = 20;
const maps = 512;
/** Rates without a pattern; map 5 does not vary. */
const rates = Float64Array.from({ length: maps * bins * bins }, (_, i) =>
  Math.floor(i / (bins * bins)) === 5 ? 0.3 : Math.sin(i * i * 0.001) + 0.3 * Math.cos(i * 0.7),
);

/** Plain: pad by mirroring, blur, look up, truncate. One map [20, 20] as rows of RGBA. */
function plainTile(map: readonly number[][]): number[][][] {
  const all = map.flat();
  const [lowest, highest] = [Math.min(...all), Math.max(...all)];
  const share = map.map((row) => row.map((rate) => (rate - lowest) / (highest - lowest)));
  const at = (row: number, column: number) => share[fold(row)]![fold(column)]!;
  const kernel = [0.27406862, 0.45186276, 0.27406862];
  return map.map((row, r) =>
    row.map((_, c) => {
      let sum = 0;
      for (let i = -1; i <= 1; i++) {
        for (let j = -1; j <= 1; j++) sum += kernel[i + 1]! * kernel[j + 1]! * at(r + i, c + j);
      }
      if (Number.isNaN(sum)) return [0, 0, 0, 0];
      const level = Math.min(255, Math.floor(sum * 256)) / 255;
      return [
        piecewise(level, [0, 0.35, 0.66, 0.89, 1], [0, 0, 1, 1, 0.5]),
        piecewise(level, [0, 0.125, 0.375, 0.64, 0.91, 1], [0, 0, 1, 1, 0, 0]),
        piecewise(level, [0, 0.11, 0.34, 0.65, 1], [0.5, 1, 1, 0, 0]),
        1,
      ].map((channel) => Math.trunc(255 * channel));
    }),
  );
}

const fold = (i: number): number => (i < 0 ? -i : i > bins - 1 ? 2 * (bins - 1) - i : i);

function piecewise(share: number, at: readonly number[], values: readonly number[]): number {
  for (let i = 1; i < at.length; i++) {
    if (share > at[i]!) continue;
    return values[i - 1]! + ((share - at[i - 1]!) / (at[i]! - at[i - 1]!)) * (values[i]! - values[i - 1]!);
  }
  throw new Error("beyond the last point");
}

const mapOf = (unit: number): number[][] =>
  Array.from({ length: bins }, (_, row) =>
    Array.from({ length: bins }, (_, column) => rates[(unit * bins + row) * bins + column]!),
  );

test("jet, truncated to 8 bits, is matplotlib's table", () => {
  const colours = Array.from({ length: 256 }, (_, level) => [...jetLevel(level), 1]);
  const bytes = colours.flat().map((channel) => Math.trunc(255 * channel));
  // np.uint8(255 * plt.get_cmap("jet")(np.arange(256))) of matplotlib 3.6.3
  const expected = "878b65944cde43dd8015035710be8c53357a64fa2fbc6eae358ee5257a876b8e";
  expect(new Bun.CryptoHasher("sha256").update(Uint8Array.from(bytes)).digest("hex")).toBe(expected);
});

describe("the published mosaic", () => {
  const mosaic = referenceMosaic({ values: rates, maps, bins });
  const pixel = (row: number, column: number) =>
    Array.from(mosaic.data.subarray((row * mosaic.width + column) * 4).subarray(0, 4));

  test("of 512 maps of 20 bins is an array of [764, 380, 4]", () => {
    expect([mosaic.height, mosaic.width, mosaic.data.length]).toEqual([764, 380, 764 * 380 * 4]);
    expect(referenceLayout(512)).toEqual({ rows: 32, columns: 16 });
  });

  test("has white gaps of 4 pixels, and none at its edges", () => {
    for (let row = 0; row < 764; row++) {
      for (let column = 0; column < 380; column++) {
        if (row % 24 < 20 && column % 24 < 20) continue;
        expect(pixel(row, column)).toEqual([255, 255, 255, 255]);
      }
    }
    expect(pixel(763, 379)).not.toEqual([255, 255, 255, 255]);
  });

  test("has the pixels of a plain calculation", () => {
    let far = 0;
    for (const unit of [0, 1, 5, 16, 200, 511]) {
      const [top, left] = [Math.floor(unit / 16) * 24, (unit % 16) * 24];
      plainTile(mapOf(unit)).forEach((row, r) => {
        row.forEach((colour, c) => {
          const found = pixel(top + r, left + c);
          // Where a sum lies on the edge of two levels, or 255 times a channel on an integer, the last digit decides:
          // neighbouring levels differ by 6 at most, truncated neighbours by 1.
          const apart = Math.max(...colour.map((channel, i) => Math.abs(channel - found[i]!)));
          expect(apart).toBeLessThanOrEqual(6);
          if (apart > 1) far++;
        });
      });
    }
    expect(far).toBeLessThan(5);
  });

  test("a map that does not vary is transparent black", () => {
    for (const [row, column] of [
      [0, 120],
      [19, 139],
      [10, 130],
    ] as const) {
      expect(pixel(row, column)).toEqual([0, 0, 0, 0]);
    }
  });

  test("its first axis goes down the picture", () => {
    const rising = Float64Array.from({ length: 16 * 9 }, (_, i) => Math.floor((i % 9) / 3));
    const { data, width } = referenceMosaic({ values: rising, maps: 16, bins: 3 });
    const blueAt = (row: number) => Array.from(data.subarray(row * width * 4, row * width * 4 + 3));
    // Jet goes from blue at the top, where the first index is 0, to red; all columns alike.
    expect(blueAt(0)[2]).toBeGreaterThan(blueAt(0)[0]!);
    expect(blueAt(2)[0]).toBeGreaterThan(blueAt(2)[2]!);
    expect(Array.from(data.subarray(4, 8))).toEqual(Array.from(data.subarray(0, 4)));
  });

  test("leaves out what does not fill a row, as the published one does", () => {
    const layout = (n: number) => referenceLayout(n);
    expect([layout(16), layout(40), layout(31)]).toEqual([
      { rows: 1, columns: 16 },
      { rows: 2, columns: 20 },
      { rows: 1, columns: 31 },
    ]);
    expect(() => layout(15)).toThrow("15 maps");
  });

  test("survives as a PNG, alpha and all", () => {
    const read = decode(pngBytes(mosaic));
    expect([read.width, read.height, read.channels, read.depth]).toEqual([380, 764, 4, 8]);
    expect(Buffer.compare(Buffer.from(read.data as Uint8Array), Buffer.from(mosaic.data))).toBe(0);
  });
});
