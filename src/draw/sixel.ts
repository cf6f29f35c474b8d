/** Pictures in a terminal as sixels. kitty and its like take kitty.ts; image.ts chooses. */
import type { RgbPixels } from "./map-pixels.ts";

const BAND = 6;
const REGISTERS = 256;
const FIRST_CODE = 63;
const SHORTEST_RUN = 4;

/**
 * A picture as sixels (DEC STD 070, VT340), shown at the cursor: registers of colours, then bands of six rows, each colour
 * of a band as a run-length coded line. Colours are in percent; where there are too many for the registers, those most
 * alike are shown as one.
 */
export function sixelImage({ width, height, rgb }: RgbPixels): string {
  const { indices, colours } = palette(rgb);
  const registers = colours.map((colour, i) => `#${i};2;${colour.join(";")}`);
  const bands: string[] = [];
  for (let top = 0; top < height; top += BAND)
    bands.push(bandOf(indices, width, top, Math.min(BAND, height - top)));
  return `\x1bP0;1;0q"1;1;${width};${height}${registers.join("")}${bands.join("-")}\x1b\\`;
}

type Percentages = readonly [red: number, green: number, blue: number];

function palette(rgb: Uint8Array): { indices: Uint8Array; colours: readonly Percentages[] } {
  const colourAt = (i: number) => (rgb[3 * i]! << 16) | (rgb[3 * i + 1]! << 8) | rgb[3 * i + 2]!;
  const found = new Set<number>();
  for (let i = 0; i < rgb.length / 3; i++) found.add(colourAt(i));
  for (let apart = 0; ; apart++) {
    const merged = mergeColours(found, apart);
    if (!merged) continue;
    const indices = Uint8Array.from(
      { length: rgb.length / 3 },
      (_, i) => merged.registerOf.get(colourAt(i))!,
    );
    return { indices, colours: merged.colours };
  }
}

/** Each colour gets the first register at most `apart` percent from it; undefined when the registers do not suffice. */
function mergeColours(found: Iterable<number>, apart: number) {
  const colours: Percentages[] = [];
  const registerOf = new Map<number, number>();
  for (const colour of found) {
    const wanted = percentages(colour);
    let register = colours.findIndex((one) => one.every((c, i) => Math.abs(c - wanted[i]!) <= apart));
    if (register < 0) {
      if (colours.length === REGISTERS) return undefined;
      register = colours.push(wanted) - 1;
    }
    registerOf.set(colour, register);
  }
  return { colours, registerOf };
}

const percentages = (colour: number): Percentages => {
  const percent = (channel: number) => Math.round((channel * 100) / 255);
  return [percent(colour >> 16), percent((colour >> 8) & 255), percent(colour & 255)];
};

/** Six rows: for each colour in them one line of characters whose bits are its pixels, `$` goes back to the left. */
function bandOf(indices: Uint8Array, width: number, top: number, rows: number): string {
  const lines = new Map<number, Uint8Array>();
  for (let row = 0; row < rows; row++) {
    for (let x = 0; x < width; x++) {
      const colour = indices[(top + row) * width + x]!;
      let line = lines.get(colour);
      if (!line) lines.set(colour, (line = new Uint8Array(width)));
      line[x]! |= 1 << row;
    }
  }
  return [...lines].map(([colour, line]) => `#${colour}${runLengths(line)}`).join("$");
}

function runLengths(line: Uint8Array): string {
  let text = "";
  for (let start = 0; start < line.length; ) {
    let end = start;
    while (end < line.length && line[end] === line[start]) end++;
    const character = String.fromCharCode(FIRST_CODE + line[start]!);
    const count = end - start;
    text += count < SHORTEST_RUN ? character.repeat(count) : `!${count}${character}`;
    start = end;
  }
  return text;
}
