/** The package ships no types; this is the part in use. */
declare module "gifenc" {
  type Palette = readonly (readonly number[])[];
  interface FrameOptions {
    /** Of all frames; with the first one. */
    palette?: Palette;
    transparent?: boolean;
    transparentIndex?: number;
    /** ms. */
    delay?: number;
    /** 0: for ever. */
    repeat?: number;
    /** 1: what was drawn stays. */
    dispose?: number;
  }
  interface Encoder {
    writeFrame(index: Uint8Array, width: number, height: number, options?: FrameOptions): void;
    finish(): void;
    bytes(): Uint8Array;
  }
  export function GIFEncoder(): Encoder;
  export function quantize(rgba: Uint8Array, colours: number): number[][];
  export function applyPalette(rgba: Uint8Array, palette: Palette): Uint8Array;
}
