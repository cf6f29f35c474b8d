/** The package ships no types; this is the part in use. */
declare module "pdfkit" {
  import type { Readable } from "node:stream";

  interface DocumentOptions {
    /** Width and height of the page, pt. */
    size: readonly [number, number];
    margin: number;
    pdfVersion: "1.4";
    info: Readonly<Record<"Title" | "Creator" | "Producer", string>> & { readonly CreationDate: Date };
  }
  interface TextOptions {
    lineBreak: false;
    baseline: "alphabetic";
    fill?: boolean;
    stroke?: boolean;
  }
  /** Ways of drawing, all from the upper left corner, y downwards. */
  export default class PDFDocument extends Readable {
    constructor(options: DocumentOptions);
    registerFont(name: string, bytes: Uint8Array): this;
    font(name: string): this;
    fontSize(size: number): this;
    widthOfString(text: string): number;
    text(text: string, x: number, y: number, options: TextOptions): this;
    save(): this;
    restore(): this;
    translate(x: number, y: number): this;
    scale(factor: number): this;
    rotate(degrees: number): this;
    moveTo(x: number, y: number): this;
    lineTo(x: number, y: number): this;
    rect(x: number, y: number, width: number, height: number): this;
    ellipse(x: number, y: number, radiusX: number, radiusY: number): this;
    clip(): this;
    lineWidth(width: number): this;
    lineJoin(join: "round"): this;
    dash(lengths: readonly number[]): this;
    undash(): this;
    fillColor(colour: string, opacity?: number): this;
    strokeColor(colour: string, opacity?: number): this;
    fill(): this;
    stroke(): this;
    fillAndStroke(): this;
    image(png: Uint8Array, x: number, y: number, size: { width: number; height: number }): this;
    end(): void;
  }
}
