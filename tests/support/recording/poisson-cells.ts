/** Cells that fire along a path by a Poisson process, as a recording has them. */
import type { Cell } from "../../../src/analyse/synthetic.ts";
import { type NpyArray, npyArray } from "../../../src/format/npy-array.ts";
import { randomSource } from "../random-numbers.ts";

export interface Track {
  /** s. */
  readonly times: Float64Array;
  /** m. */
  readonly positions: Float64Array; // [T, 2]
  /** Of the box in these coordinates. */
  readonly middle: readonly [x: number, y: number];
}

/** Direction of movement over two samples to either side, rad. */
const headingAt = (positions: Float64Array, sample: number): number => {
  const last = positions.length / 2 - 1;
  const [from, to] = [Math.max(0, sample - 2), Math.min(last, sample + 2)];
  return Math.atan2(
    positions[2 * to + 1]! - positions[2 * from + 1]!,
    positions[2 * to]! - positions[2 * from]!,
  );
};

/**
 * Arrays `t`, `pos` and `spikes_NAME` of each cell.
 * @param peaks Hz, of a cell whose value is 1
 */
export function poissonRecording(
  { times, positions, middle }: Track,
  cells: Readonly<Record<string, { readonly cell: Cell; readonly peak: number }>>,
): Record<string, NpyArray> {
  const arrays: Record<string, NpyArray> = {
    t: npyArray(times),
    pos: npyArray(positions, [times.length, 2]),
  };
  Object.entries(cells).forEach(([name, { cell, peak }], number) => {
    const random = randomSource(number + 1);
    const spikes: number[] = [];
    for (let i = 0; i + 1 < times.length; i++) {
      // As long as the tracking usually is, also before a gap of it.
      const seconds = Math.min(0.05, times[i + 1]! - times[i]!);
      const [x, y] = [positions[2 * i]! - middle[0], positions[2 * i + 1]! - middle[1]];
      const rate = peak * cell(x, y, headingAt(positions, i));
      // The time to the next spike is exponential; the rate stays for a sample.
      const wait = () => Math.log(1 / (1 - random())) / rate;
      for (let at = wait(); at < seconds; at += wait()) {
        spikes.push(times[i]! + at - seconds / 2);
      }
    }
    arrays[`spikes_${name}`] = npyArray(Float64Array.from(spikes.sort((a, b) => a - b)));
  });
  return arrays;
}
