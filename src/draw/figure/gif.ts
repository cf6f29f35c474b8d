/** An animated GIF: one palette for all frames, and of each frame only what changed. */
import { applyPalette, GIFEncoder, quantize } from "gifenc";
import type { Pixels } from "./scene.ts";

/** One index is for what stays as it was. */
const mostColours = 255;

/** Frames of one size, opaque, added one after the other. It plays for ever. */
export class GifWriter {
  private readonly encoder = GIFEncoder();
  private readonly palette: readonly (readonly number[])[];
  private readonly unchanged: number;
  private before: Uint8Array | undefined;

  /** @param samples frames, or others with all their colours */
  constructor(samples: readonly Pixels[]) {
    this.palette = quantize(Buffer.concat(samples.map(({ data }) => data)), mostColours);
    this.unchanged = this.palette.length;
  }

  /** @param milliseconds how long it is seen; GIF counts in hundredths of a second */
  add({ width, height, data }: Pixels, milliseconds: number): void {
    const indices = applyPalette(data, this.palette);
    const { before, unchanged } = this;
    if (!before) {
      // The place of the index that is no colour.
      const palette = [...this.palette, [0, 0, 0]];
      this.encoder.writeFrame(indices, width, height, {
        palette,
        delay: milliseconds,
        repeat: 0,
        dispose: 1,
      });
    } else {
      const changes = indices.map((index, i) => (index === before[i] ? unchanged : index));
      const see = { transparent: true, transparentIndex: unchanged, dispose: 1 };
      this.encoder.writeFrame(changes, width, height, { ...see, delay: milliseconds });
    }
    this.before = indices;
  }

  /** The file. Nothing can be added afterwards. */
  finish(): Uint8Array {
    this.encoder.finish();
    return this.encoder.bytes();
  }
}
