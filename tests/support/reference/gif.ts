/** A reader of animated GIFs, written from the specification (GIF89a, CompuServe 1990), to be read and not to be fast. */

export interface GifFrame {
  /** Hundredths of a second. */
  readonly delay: number;
  /** [height, width, 3], what is seen after the frame was drawn over those before it. */
  readonly rgb: Uint8Array;
}

export interface Gif {
  readonly width: number;
  readonly height: number;
  /** How often it plays; 0: for ever; undefined: once. */
  readonly loops: number | undefined;
  readonly frames: readonly GifFrame[];
}

export function readGif(bytes: Uint8Array): Gif {
  let at = 0;
  const byte = () => bytes[at++]!;
  const word = () => byte() | (byte() << 8);
  const text = (length: number) => String.fromCharCode(...bytes.subarray(at, (at += length)));
  const blocks = () => {
    const parts: number[] = [];
    for (let size = byte(); size > 0; size = byte()) parts.push(...bytes.subarray(at, (at += size)));
    return parts;
  };
  const colours = (packed: number) => bytes.subarray(at, (at += 3 * 2 ** ((packed & 7) + 1)));
  if (text(6) !== "GIF89a") throw new Error("no GIF");
  const [width, height, packed] = [word(), word(), byte()];
  at += 2;
  const global = packed & 0x80 ? colours(packed) : undefined;
  const seen = new Uint8Array(3 * width * height);
  const frames: GifFrame[] = [];
  let loops: number | undefined;
  let [delay, transparent] = [0, -1];
  for (;;) {
    const kind = byte();
    if (kind === 0x3b) return { width, height, loops, frames };
    if (kind === 0x21) {
      const label = byte();
      const data = blocks();
      if (label === 0xf9) {
        delay = data[1]! | (data[2]! << 8);
        transparent = data[0]! & 1 ? data[3]! : -1;
      }
      if (label === 0xff) loops = data[12]! | (data[13]! << 8);
      continue;
    }
    if (kind !== 0x2c) throw new Error(`a block of kind ${kind}`);
    const [left, top, columns, rows, local] = [word(), word(), word(), word(), byte()];
    const palette = local & 0x80 ? colours(local) : global!;
    const indices = decompressed(byte(), blocks());
    for (let i = 0; i < columns * rows; i++) {
      const index = indices[i]!;
      const place = (top + Math.floor(i / columns)) * width + left + (i % columns);
      if (index !== transparent) seen.set(palette.subarray(3 * index, 3 * index + 3), 3 * place);
    }
    frames.push({ delay, rgb: seen.slice() });
  }
}

/** LZW with codes of a growing number of bits, the lowest bit first. */
function decompressed(bits: number, data: readonly number[]): number[] {
  const [clear, end] = [2 ** bits, 2 ** bits + 1];
  const result: number[] = [];
  let table: number[][] = [];
  let [size, before, position] = [bits + 1, [] as number[], 0];
  for (;;) {
    let code = 0;
    for (let bit = 0; bit < size; bit++, position++) {
      code |= ((data[position >> 3]! >> (position & 7)) & 1) << bit;
    }
    if (code === end) return result;
    if (code === clear) {
      table = Array.from({ length: end + 1 }, (_, i) => [i]);
      [size, before] = [bits + 1, []];
      continue;
    }
    const known = table[code] ?? [...before, before[0]!];
    result.push(...known);
    if (before.length > 0 && table.length < 4096) table.push([...before, known[0]!]);
    if (table.length === 2 ** size && size < 12) size++;
    before = known;
  }
}
