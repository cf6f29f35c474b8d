/** A file of activity as somebody else would write it: ideal cells at places all over a box. */
import { writeFileSync } from "node:fs";
import { hexagonalCell, placeCell } from "../../src/analyse/synthetic.ts";
import { type NpyArray, npyArray } from "../../src/format/npy-array.ts";
import { writeNpz } from "../../src/format/npz.ts";

export const recorded = { trials: 10, steps: 400, units: 6, box: [1.8, 1.8] } as const;

/** Spacings of the units that are grids, m; the last unit has one field. */
export const periods = [0.5, 0.6, 0.7, 0.8, 0.9] as const;

const cells = [
  ...periods.map((period) => hexagonalCell({ period })),
  placeCell({ centre: [0.2, -0.3], width: 0.2 }),
];

/** @param changes arrays put in place of ours, or left out where undefined */
export function writeActivityFile(
  path: string,
  changes: Readonly<Record<string, NpyArray | undefined>> = {},
): void {
  const { trials, steps, units, box } = recorded;
  const samples = trials * steps;
  // Points of a lattice that fills the box evenly, without a random number.
  const place = (sample: number, side: 0 | 1): number =>
    box[side] * ((((sample + 0.5) * [0.7548776662466927, 0.5698402909980532][side]!) % 1) - 0.5);
  const position = Float32Array.from({ length: 2 * samples }, (_, i) =>
    place(Math.floor(i / 2), (i % 2) as 0 | 1),
  );
  const activity = Float32Array.from({ length: samples * units }, (_, i) => {
    const sample = Math.floor(i / units);
    return cells[i % units]!(position[2 * sample]!, position[2 * sample + 1]!, 0);
  });
  const arrays: Record<string, NpyArray | undefined> = {
    position: npyArray(position, [trials, steps, 2]),
    activity: npyArray(activity, [trials, steps, units]),
    box: npyArray(Float64Array.from(box), [2]),
    ...changes,
  };
  writeFileSync(
    path,
    writeNpz(
      Object.fromEntries(Object.entries(arrays).filter(([, array]) => array)) as Record<string, NpyArray>,
    ),
  );
}
