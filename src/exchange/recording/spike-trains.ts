/** Spikes of all units in one array, cut into those of each. */
import { UserError } from "../../user-error.ts";
import type { SpikeTrains } from "./session.ts";

/**
 * By the ends of each unit's run, as NWB's VectorIndex has them.
 * @throws UserError when ends are not whole, go back, or do not end at the last spike
 */
export function cutByIndex(spikes: Float64Array, ends: Float64Array, name: string): Float64Array[] {
  let start = 0;
  const trains = Array.from(ends, (end, unit) => {
    if (!Number.isInteger(end) || end < start || end > spikes.length) {
      throw new UserError(
        `${name} ends unit ${unit} at ${end}, after ${start}, of ${spikes.length} spikes`,
        "give the number of spikes up to the end of each unit",
      );
    }
    const train = spikes.slice(start, end);
    start = end;
    return train;
  });
  if (start === spikes.length) return trains;
  throw new UserError(
    `${name} ends the last unit at ${start} of ${spikes.length} spikes`,
    "give the number of spikes up to the end of each unit, not up to its beginning",
  );
}

/** By the unit of each spike; units in the order of their names, numbers by size. @throws UserError when there are not as many */
export function byUnit(spikes: Float64Array, units: readonly string[], name: string): SpikeTrains {
  if (units.length !== spikes.length) {
    throw new UserError(
      `${name} names ${units.length} units for ${spikes.length} spikes`,
      "give one for each",
    );
  }
  const trains = new Map<string, number[]>();
  units.forEach((unit, i) => {
    const train = trains.get(unit) ?? [];
    train.push(spikes[i]!);
    trains.set(unit, train);
  });
  const numeric = units.every((unit) => unit !== "" && Number.isFinite(Number(unit)));
  const names = [...trains.keys()].sort((a, b) => (numeric ? Number(a) - Number(b) : a < b ? -1 : 1));
  return { kind: "spikes", names, times: names.map((unit) => Float64Array.from(trains.get(unit)!)) };
}
