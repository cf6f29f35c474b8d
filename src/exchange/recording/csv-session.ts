/** Recordings as text: a table of times, positions and rates, and spikes in one of their own. */
import { TextTable } from "../../format/csv.ts";
import { UserError } from "../../user-error.ts";
import { type Meaning, nameMeaning, namesOf, requireSeconds } from "./known-names.ts";
import { metresInNames } from "./length-units.ts";
import type { RecordedSession, SpikeTrains, Taken } from "./session.ts";
import { byUnit } from "./spike-trains.ts";

/** Columns of time, x, y, heading where there is one; every other one has the rates of a unit. @throws UserError naming the column that is missing */
export function csvSession(
  path: string,
  scale: number | undefined,
  spikes: SpikeTrains | undefined,
): RecordedSession {
  const table = new TextTable(path);
  const names = (["time", "x", "y", "heading"] as const).map((meaning) =>
    meaning === "heading" ? nameMeaning(table.columns, meaning) : columnOf(table, [meaning], meaning),
  );
  const [times, x, y, heading] = names.map((name) =>
    name === undefined ? undefined : table.numbers(name),
  ) as [Float64Array, Float64Array, Float64Array, Float64Array | undefined];
  requireSeconds(names[0]!, path);
  const metres = scale ?? metresInNames([names[1]!, names[2]!], path);
  const taken: Taken[] = ["time", "x", "y", "heading"].flatMap((what, i) =>
    names[i] === undefined ? [] : [{ what, from: `column ${names[i]}` }],
  );
  const others = table.columns.filter((name) => !names.includes(name));
  if (others.length > 0) {
    const what = spikes ? "not used: --spikes has the units" : "rates of a unit each";
    taken.push({ what, from: `columns ${others.join(", ")}` });
  }
  const units = spikes ? [] : others.map((name) => table.numbers(name));
  const rates = Float64Array.from(
    { length: table.rows * units.length },
    (_, i) => units[i % units.length]![Math.floor(i / units.length)]!,
  );
  return {
    ...{ name: "position", times, taken, referenceFrame: undefined },
    positions: Float64Array.from({ length: 2 * table.rows }, (_, i) => metres * (i % 2 ? y : x)[i >> 1]!),
    heading: heading && { times, values: heading },
    cells: spikes ?? { kind: "rates", names: others, values: rates },
  };
}

/** A table of spikes: the unit and the time of each. @throws UserError naming the column that is missing */
export function csvSpikes(path: string): SpikeTrains {
  const table = new TextTable(path);
  const units = table.texts(columnOf(table, ["spikeUnits"], "unit"));
  const time = columnOf(table, ["time", "spikes"], "time");
  requireSeconds(time, path);
  return byUnit(table.numbers(time), units, path);
}

function columnOf({ path, columns }: TextTable, meanings: readonly Meaning[], what: string): string {
  const name = meanings.map((meaning) => nameMeaning(columns, meaning)).find((each) => each !== undefined);
  if (name !== undefined) return name;
  throw new UserError(
    `${path} has no column of ${what}: it has ${columns.join(", ")}`,
    `name one of them ${namesOf(meanings[0]!)}`,
  );
}
