/** One curve in box characters, by asciichart. Axes, legend and colours are chart.ts's. */
import { plot } from "asciichart";

/** The ten characters of asciichart for a line of box characters, a line of ASCII, or one mark for everything. */
export const UNICODE_LINE = [..."┼┤╶╴─╰╭╮╯│"];
export const ASCII_LINE = [..."+|---`..'|"];
export const markedLine = (mark: string): string[] => Array.from({ length: 10 }, () => mark);

/**
 * One curve as `height` lines of one character a sample, blank where nothing is drawn, the top line first. A column shows
 * how its sample goes over into the next.
 * @param samples heights from 0 to `height` - 1; NaN leaves a gap
 */
export function drawCurve(samples: Float64Array, height: number, symbols: readonly string[]): string[] {
  const lines = plot(withoutGaps(samples), {
    // Heights from 1: a row at 0 would get another axis mark. The axis itself is cut off below.
    min: 1,
    max: height,
    height: height - 1,
    offset: 2,
    format: () => " ",
    symbols,
  });
  return lines
    .split("\n")
    .map((line) =>
      [...line.slice(2)].map((character, i) => (Number.isNaN(samples[i]!) ? " " : character)).join(""),
    );
}

/** Heights from 1, a gap at the height before it, and once more the last one: asciichart draws between samples. */
function withoutGaps(samples: Float64Array): number[] {
  let height = samples.find((sample) => !Number.isNaN(sample)) ?? 0;
  const heights = Array.from(samples, (sample) => {
    if (!Number.isNaN(sample)) height = sample;
    return height + 1;
  });
  return [...heights, height + 1];
}
