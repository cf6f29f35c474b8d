/** How things on one canvas are told apart: by colours or, where there are none, by marks. */
import type { Pen } from "./dot-canvas.ts";
import { type Rgb, seriesColour } from "./paint.ts";
import type { Terminal } from "./terminal.ts";

const MARKS = ["*", "o", "x", "+"];
/** What is not the data: circles, axes. */
const FAINT: Rgb = [128, 128, 128];

/** The pen of the i-th of several things on one canvas: colours tell them apart, and where there are none, marks. */
export function seriesPen(index: number, terminal: Terminal): Pen {
  if (terminal.colour !== "none") return { colour: seriesColour(index) };
  if (terminal.unicode && index === 0) return {};
  return { mark: MARKS[index % MARKS.length]! };
}

/** For a frame of reference behind the data. */
export function faintPen(terminal: Terminal): Pen {
  if (terminal.colour !== "none") return { colour: FAINT };
  return { mark: terminal.unicode ? "·" : "." };
}

/** What stands for a pen in a legend. */
export const penSample = ({ mark }: Pen, terminal: Terminal): string =>
  mark ?? (terminal.unicode ? "⠤" : "*");
