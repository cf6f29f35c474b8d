import { describe, expect, test } from "bun:test";
import { inflateSync } from "node:zlib";
import { COLOUR_MAP_NAMES } from "../../../src/draw/colour-map.ts";
import { heatMap } from "../../../src/draw/heat-map.ts";
import { chosenSupport, imageQuery, imageSupportOf, isAnswered } from "../../../src/draw/image-query.ts";
import { kittyImage } from "../../../src/draw/kitty.ts";
import { mapPixels } from "../../../src/draw/map-pixels.ts";
import { mosaic } from "../../../src/draw/mosaic.ts";
import { sixelImage } from "../../../src/draw/sixel.ts";
import type { ImageSupport } from "../../../src/draw/terminal.ts";
import { visibleWidth } from "../../../src/draw/text.ts";
import { hexagonalMap } from "../../support/synthetic-drawings.ts";
import { truecolour } from "../../support/terminals.ts";

const ESC = "\u001b";
const kittySequence = new RegExp(`${ESC}_G([^;]*);([^${ESC}]*)${ESC}\\\\`, "g");
const sixelSequence = new RegExp(`^${ESC}P0;1;0q"1;1;(\\d+);(\\d+)(.*)${ESC}\\\\$`);
const kitty: ImageSupport = { protocol: "kitty", cellWidth: 10, cellHeight: 20 };
const shares = { values: [0, Number.NaN, 1, 0.5], rows: 2, columns: 2 };
const pixelAt = ({ width, rgb }: ReturnType<typeof mapPixels>, x: number, y: number) =>
  Array.from(rgb.subarray((y * width + x) * 3, (y * width + x) * 3 + 3));

test("row 0 of a map is at the bottom of its picture, unvisited bins are grey", () => {
  const pixels = mapPixels(shares, "viridis", 6, 4);
  expect(pixelAt(pixels, 0, 3)).toEqual([68, 1, 84]);
  expect(pixelAt(pixels, 5, 2)).toEqual([68, 68, 68]);
  expect(pixelAt(pixels, 2, 1)).toEqual([253, 231, 37]);
  expect(pixelAt(pixels, 3, 0)).toEqual([33, 145, 140]);
});

/** What a terminal would make of it: the pixels, and the keys of the first sequence. */
function readKitty(text: string): { keys: string; pixels: Uint8Array } {
  const chunks = [...text.matchAll(kittySequence)];
  expect(chunks.map(([whole]) => whole).join("")).toBe(text);
  expect(chunks.slice(0, -1).every(([, keys]) => keys!.includes("m=1"))).toBe(true);
  expect(chunks.at(-1)![1]).toContain("m=0");
  for (const [, , payload] of chunks) expect(payload!.length).toBeLessThanOrEqual(4096);
  const payload = Buffer.from(chunks.map(([, , part]) => part).join(""), "base64");
  return { keys: chunks[0]![1]!, pixels: new Uint8Array(inflateSync(payload)) };
}

describe("kitty's protocol", () => {
  test("carries the pixels", () => {
    const pixels = mapPixels(shares, "jet", 20, 20);
    const read = readKitty(kittyImage(pixels, 2, 1));
    expect(read.keys).toBe("a=T,f=24,o=z,s=20,v=20,c=2,r=1,C=1,q=2,m=0");
    expect(read.pixels).toEqual(pixels.rgb);
  });
  test("in chunks when they are many", () => {
    const width = 120;
    const rgb = new Uint8Array(width * width * 3).map((_, i) => Math.imul(i ^ (i >> 7), 2654435761) >>> 24);
    const text = kittyImage({ width, height: width, rgb }, 4, 4);
    expect(text.split("\x1b_G").length).toBeGreaterThan(3);
    expect(readKitty(text).pixels).toEqual(rgb);
  });
});

/** Colours of all pixels in percent, as a terminal would draw them. */
function readSixels(text: string): { width: number; height: number; pixels: string[] } {
  const body = text.match(sixelSequence)!;
  const [width, height] = [Number(body[1]), Number(body[2])];
  const pixels = Array.from({ length: width * height }, () => "none");
  const registers = new Map<string, string>();
  let [x, top, colour] = [0, 0, ""];
  for (const [token, register, rgb, run, character] of body[3]!.matchAll(
    /#(\d+)(?:;2;(\d+;\d+;\d+))?|(?:!(\d+))?([?-~])|[$-]/g,
  )) {
    if (token === "$") x = 0;
    else if (token === "-") [x, top] = [0, top + 6];
    else if (register !== undefined) {
      if (rgb) registers.set(register, rgb);
      colour = register;
    } else {
      for (let i = 0; i < Number(run ?? 1); i++, x++) {
        for (let row = 0; row < 6; row++) {
          if ((character!.charCodeAt(0) - 63) & (1 << row))
            pixels[(top + row) * width + x] = registers.get(colour)!;
        }
      }
    }
  }
  return { width, height, pixels };
}

describe("sixels", () => {
  test("carry the pixels, to a hundredth of the brightness", () => {
    for (const [width, height] of [
      [7, 6],
      [40, 20],
      [31, 13],
    ] as const) {
      const grid = hexagonalMap(7);
      const pixels = mapPixels(grid, "viridis", width, height);
      const read = readSixels(sixelImage(pixels));
      expect([read.width, read.height]).toEqual([width, height]);
      const expected = Array.from({ length: width * height }, (_, i) =>
        Array.from(pixels.rgb.subarray(3 * i, 3 * i + 3), (c) => Math.round((100 * c) / 255)).join(";"),
      );
      expect(read.pixels).toEqual(expected);
    }
  });
  const registersOf = (text: string) => text.match(/#\d+;2;/g)!.length;
  const farthest = (pixels: string[], rgb: Uint8Array) =>
    Math.max(
      ...pixels.flatMap((pixel, i) =>
        pixel.split(";").map((c, channel) => Math.abs(Number(c) - rgb[3 * i + channel]! / 2.55)),
      ),
    );
  test.each(COLOUR_MAP_NAMES)("all levels of %s and a hole are right to a percent", (name) => {
    const side = 100;
    const values = Float64Array.from({ length: side * side }, (_, i) => i / (side * side));
    values[0] = Number.NaN;
    const pixels = mapPixels({ values, rows: side, columns: side }, name, side, side);
    const text = sixelImage(pixels);
    expect(registersOf(text)).toBeLessThanOrEqual(256);
    expect(farthest(readSixels(text).pixels, pixels.rgb)).toBeLessThanOrEqual(1.5);
  });
  test("of thousands of colours the like ones become one", () => {
    const rgb = Uint8Array.from({ length: 60 * 60 * 3 }, (_, i) => Math.imul(i, 2654435761) >>> 24);
    const text = sixelImage({ width: 60, height: 60, rgb });
    expect(registersOf(text)).toBeLessThanOrEqual(256);
    // 256 cubes that fill all colours are 16 % wide.
    expect(farthest(readSixels(text).pixels, rgb)).toBeLessThan(32);
  });
});

describe("heat maps as images", () => {
  for (const protocol of ["kitty", "sixel"] as const) {
    const terminal = { ...truecolour, images: { ...kitty, protocol } };
    test(`take the room of half blocks: ${protocol}`, () => {
      const lines = heatMap(hexagonalMap(20), terminal);
      const blocks = heatMap(hexagonalMap(20), truecolour);
      expect(lines.map(visibleWidth)).toEqual(blocks.map(visibleWidth));
      expect(lines.slice(0, -1).every((line) => line === " ".repeat(20))).toBe(true);
      const intro = protocol === "kitty" ? "\x1b_G" : "\x1bP";
      expect(lines.at(-1)).toStartWith(`${" ".repeat(20)}\x1b7\x1b[20D\x1b[9A${intro}`);
      expect(lines.at(-1)).toEndWith("\x1b\\\x1b8");
    });
    test(`stand side by side: ${protocol}`, () => {
      const tiles = [1, 2, 3].map((i) => ({ grid: hexagonalMap(20), caption: `#${i}` }));
      const lines = mosaic(tiles, terminal, { barUnit: "a.u." });
      expect(lines).toHaveLength(12);
      expect(lines[10]!.split("\x1b7")).toHaveLength(4);
      for (const line of lines) expect(visibleWidth(line)).toBeLessThanOrEqual(80);
    });
  }
  test("sixels end in whole bands, inside their room", () => {
    const images = { ...kitty, protocol: "sixel" as const };
    const line = heatMap(hexagonalMap(20), { ...truecolour, images }).at(-1)!;
    const [, width, height] = line.match(/"1;1;(\d+);(\d+)/)!;
    expect([width, height]).toEqual(["200", "198"]);
  });
});

describe("what a terminal answers", () => {
  const attributes = "\x1b[?62;22c";
  test("ends with its attributes", () => {
    expect(isAnswered("\x1b_Gi=31;OK\x1b\\")).toBe(false);
    expect(isAnswered(`\x1b_Gi=31;OK\x1b\\${attributes}`)).toBe(true);
    expect(imageQuery).toEndWith("\x1b[c");
  });
  test.each([
    ["", undefined],
    [attributes, undefined],
    // 4 as the class of the terminal is no attribute.
    ["\x1b[?4;6c\x1b[6;20;10t", undefined],
    ["\x1b[?62;4;22c", undefined],
    ["\x1b[6;18;9t\x1b[?62;4;22c", { protocol: "sixel", cellWidth: 9, cellHeight: 18 }],
    ["\x1b[6;0;0t\x1b[?62;4c", undefined],
    [`\x1b_Gi=31;ENOTSUPPORTED:no\x1b\\${attributes}`, undefined],
    [`\x1b_Gi=31;OK\x1b\\${attributes}`, { protocol: "kitty", cellWidth: 10, cellHeight: 20 }],
    [`\x1b_Gi=31;OK\x1b\\\x1b[6;16;8t\x1b[?62;4c`, { protocol: "kitty", cellWidth: 8, cellHeight: 16 }],
  ] as const)("%j", (answer, support) => expect(imageSupportOf(answer)).toEqual(support as never));
  test("the user's word goes over it", () => {
    expect(chosenSupport("sixel", "")).toEqual({ protocol: "sixel", cellWidth: 10, cellHeight: 20 });
    expect(chosenSupport("kitty", "\x1b[6;16;8t").cellHeight).toBe(16);
  });
});
