/** The table of units of an NWB file: the spikes of all in one column, and an index of where those of each end. */
import type { Hdf5File } from "../../format/hdf5.ts";
import { UserError } from "../../user-error.ts";
import type { SpikeTrains, Taken } from "./session.ts";
import { cutByIndex } from "./spike-trains.ts";

const table = "units";
/** Columns that name units, the first that there is. */
const nameColumns = ["unit_name", "name", "label"];

/** @param taken to which is added what was taken @throws UserError when there are no units, no spikes, or the index does not fit */
export function nwbUnits(file: Hdf5File, taken: Taken[]): SpikeTrains {
  const column = (name: string) =>
    file.kindOf(`${table}/${name}`) === "dataset" ? `${table}/${name}` : undefined;
  if (file.kindOf(table) !== "group") {
    throw new UserError(
      `${file.path} has no table of units`,
      "name a file of sorted spikes, or give --spikes FILE.csv",
    );
  }
  const [spikes, index] = [column("spike_times"), column("spike_times_index")];
  if (spikes === undefined || index === undefined) {
    throw new UserError(
      `the units of ${file.path} have no ${spikes === undefined ? "spike_times" : "spike_times_index"}`,
      "name a file of sorted spikes, or give --spikes FILE.csv",
    );
  }
  const times = cutByIndex(file.numbers(spikes).values, file.numbers(index).values, `${file.path}:${index}`);
  const named = nameColumns.map(column).find((each) => each !== undefined);
  const id = column("id");
  const names =
    named !== undefined
      ? file.texts(named)
      : id !== undefined
        ? idNames(file.numbers(id).values)
        : times.map((_, unit) => `#${unit}`);
  if (names.length !== times.length) {
    throw new UserError(`${file.path} names ${names.length} of ${times.length} units`, "write it again");
  }
  taken.push({ what: "spike times", from: `${spikes}, cut by ${index}` });
  const source = named ?? id;
  if (source !== undefined) taken.push({ what: "names of units", from: source });
  if (column("obs_intervals"))
    taken.push({ what: "not used", from: `${table}/obs_intervals: when units were watched` });
  return { kind: "spikes", names, times };
}

/** Numbers from 0 on are those that all commands have; others are not to be taken for them. */
const idNames = (ids: Float64Array): string[] =>
  Array.from(ids, (id) => (ids.every((each, unit) => each === unit) ? `#${id}` : `id ${id}`));
