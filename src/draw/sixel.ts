import type { Pixels } from "./image.ts";

const BAND = 6;
const REGISTERS = 256;
const FIRST_CODE = 63;
const SHORTEST_RUN = 4;

/**
 * A picture as sixels (DEC STD 070, VT340), shown at the cursor: registers of colours, then bands of six rows, each colour
 * of a band as a run-length coded line.
 * @throws RangeError for more than 256 colours
 */
export function sixelImage({ width, height, rgb }: Pixels): string {
  const { indices, colours } = palette(rgb);
  const registers = colours.map((colour, i) => `#${i};2;${percentages(colour).join(";")}`);
  const bands: string[] = [];
  for (let top = 0; top < height; top += BAND)
    bands.push(bandOf(indices, width, top, Math.min(BAND, height - top)));
  return `\x1bP0;1;0q"1;1;${width};${height}${registers.join("")}${bands.join("-")}\x1b\\`;
}

function palette(rgb: Uint8Array): { indices: Uint8Array; colours: number[] } {
  const indexOf = new Map<number, number>();
  const indices = new Uint8Array(rgb.length / 3);
  for (let i = 0; i < indices.length; i++) {
    const colour = (rgb[3 * i]! << 16) | (rgb[3 * i + 1]! << 8) | rgb[3 * i + 2]!;
    let index = indexOf.get(colour);
    if (index === undefined) {
      if (indexOf.size === REGISTERS)
        throw new RangeError(`sixels cannot have more than ${REGISTERS} colours`);
      indexOf.set(colour, (index = indexOf.size));
    }
    indices[i] = index;
  }
  return { indices, colours: [...indexOf.keys()] };
}

const percentages = (colour: number): number[] =>
  [colour >> 16, (colour >> 8) & 255, colour & 255].map((channel) => Math.round((channel * 100) / 255));

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
