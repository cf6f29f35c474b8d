/** A picture as plain values, in pixels at 1x, y downwards. svg-text.ts writes it, raster.ts makes pixels of it. */

export type Point = readonly [x: number, y: number];

export interface Stroke {
  readonly colour: string;
  readonly width: number;
  /** Lengths of dashes and gaps; default solid. */
  readonly dashes?: readonly number[] | undefined;
  readonly opacity?: number | undefined;
}

export interface Fill {
  readonly colour: string;
  readonly opacity?: number | undefined;
}

interface Paint {
  readonly fill?: Fill | undefined;
  readonly stroke?: Stroke | undefined;
}

/** RGBA, 8 bits a channel, top row first: [height, width, 4]. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

export interface TextShape {
  readonly kind: "text";
  readonly x: number;
  /** Of the baseline. */
  readonly y: number;
  readonly text: string;
  readonly size: number;
  readonly colour: string;
  /** Which part of the text stands at x. Default start. */
  readonly anchor?: "start" | "middle" | "end" | undefined;
  readonly bold?: boolean | undefined;
  /** Reads upwards, turned about (x, y). */
  readonly upwards?: boolean | undefined;
  /** A white rim, for text over lines. */
  readonly rim?: boolean | undefined;
}

export type Shape =
  | ({ readonly kind: "lines"; readonly lines: readonly (readonly Point[])[] } & Paint)
  | ({
      readonly kind: "rectangle";
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
    } & Paint)
  | ({
      readonly kind: "ellipse";
      readonly x: number;
      readonly y: number;
      readonly radiusX: number;
      readonly radiusY: number;
    } & Paint)
  | TextShape
  /** Pixels stretched to a rectangle, with sharp edges. */
  | {
      readonly kind: "image";
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
      readonly pixels: Pixels;
    }
  /** Shapes moved by (x, y); what lies outside `clip` is cut off. */
  | {
      readonly kind: "group";
      readonly x: number;
      readonly y: number;
      readonly shapes: readonly Shape[];
      readonly clip?: { readonly width: number; readonly height: number } | undefined;
    };

/** A part of a picture with a size of its own, to be placed. */
export interface Panel {
  readonly width: number;
  readonly height: number;
  readonly shapes: readonly Shape[];
}

export interface Scene extends Panel {
  /** For those who do not see it, and for the browser's tab. */
  readonly title: string;
}

export const placed = ({ shapes }: Panel, x: number, y: number): Shape => ({ kind: "group", x, y, shapes });

/** One straight line. */
export const straight = (from: Point, to: Point, stroke: Stroke): Shape => ({
  kind: "lines",
  lines: [[from, to]],
  stroke,
});
