/** A curve in a single line. With axes and legend it is chart.ts's. */
import { finiteRange, shareOfRange } from "./grid.ts";
import { resample } from "./resample.ts";
import type { Terminal } from "./terminal.ts";

const UNICODE_HEIGHTS = [..."▁▂▃▄▅▆▇█"];
const ASCII_HEIGHTS = [..."_.-=+*#@"];

/** A curve in one line of at most `width` characters, between its own minimum and maximum; a space for NaN. Without values, empty. */
export function sparkline(values: ArrayLike<number>, width: number, terminal: Terminal): string {
  const range = finiteRange(values);
  if (!range) return "";
  const heights = terminal.unicode ? UNICODE_HEIGHTS : ASCII_HEIGHTS;
  const count = Math.min(width, terminal.columns, values.length);
  const positions = Array.from(values, (_, i) => i);
  const samples = resample(positions, values, [0, values.length - 1], count);
  return Array.from(samples, (sample) => {
    if (Number.isNaN(sample)) return " ";
    const share = range[1] > range[0] ? shareOfRange(sample, range) : 0;
    return heights[Math.min(heights.length - 1, Math.floor(share * heights.length))]!;
  }).join("");
}
