/** Recordings in NWB, an HDF5 file: SpatialSeries of positions, CompassDirection, and the table of units. Layout: NWB core schema 2.x. */
import { type Hdf5File, openHdf5 } from "../../format/hdf5.ts";
import { formatShape } from "../../format/npy-array.ts";
import { UserError } from "../../user-error.ts";
import { lengths } from "./length-units.ts";
import { nwbUnits } from "./nwb-units.ts";
import type { RecordedSession, SpikeTrains, Taken } from "./session.ts";

export interface NwbOptions {
  /** Of the series of positions; undefined: the only one. */
  readonly series: string | undefined;
  /** All of them, each a session. */
  readonly every: boolean;
  /** m, a unit of length of the file, instead of the one it names. */
  readonly scale: number | undefined;
  readonly spikes: SpikeTrains | undefined;
}

const angles: Readonly<Record<string, number>> = {
  ...{ rad: 1, radian: 1, radians: 1 },
  ...{ deg: Math.PI / 180, degree: Math.PI / 180, degrees: Math.PI / 180 },
};

/** @throws UserError when it is damaged, has no such series or several, or one without a unit of length */
export async function nwbSessions(path: string, options: NwbOptions): Promise<RecordedSession[]> {
  using file = await openHdf5(path);
  const all = spatialSeries(file);
  const positions = positionSeries(all.filter(({ place }) => isPlane(file, place)));
  const headings = all.filter(({ parent }) => parent === "CompassDirection");
  const chosen = choose(path, namedSeries(positions), options);
  const taken: Taken[] = [];
  const cells = options.spikes ?? nwbUnits(file, taken);
  const compass = headings.length === 1 ? headings[0]!.place : undefined;
  return chosen.map(({ name, place }) => {
    const position = positionsOf(file, place, options.scale);
    const frame = file.kindOf(`${place}/reference_frame`)
      ? file.texts(`${place}/reference_frame`)[0]
      : undefined;
    return {
      ...{ name, cells, times: position.times, positions: position.values, referenceFrame: frame },
      heading: compass === undefined ? undefined : headingsOf(file, compass),
      taken: [
        { what: "position", from: position.from },
        ...(compass === undefined ? noCompass(headings.length) : [{ what: "heading", from: compass }]),
        ...taken,
      ],
    };
  });
}

const noCompass = (count: number): Taken[] =>
  count === 0
    ? []
    : [{ what: "not used", from: `${count} series of CompassDirection: which one is not clear` }];

interface Series {
  readonly place: string;
  /** Type of what it is in. */
  readonly parent: string | undefined;
}

const roots = ["processing", "acquisition"];
/** Deeper, or more, no file of this kind has; a link may lead into its own group. */
const deepest = 6;
const mostPlaces = 20_000;

function spatialSeries(file: Hdf5File): Series[] {
  const found: Series[] = [];
  let places = 0;
  const look = (place: string, parent: string | undefined, depth: number): void => {
    if (depth > deepest || ++places > mostPlaces || file.kindOf(place) !== "group") return;
    const type = String(file.attribute(place, "neurodata_type") ?? "");
    if (type === "SpatialSeries") found.push({ place, parent });
    else for (const name of file.namesIn(place)) look(`${place}/${name}`, type, depth + 1);
  };
  for (const root of roots) look(root, undefined, 0);
  return found;
}

/** Of those in a plane: what a container says to be positions; where none does, all that is not of something else. */
function positionSeries(series: readonly Series[]): readonly Series[] {
  const said = series.filter(({ parent }) => parent === "Position");
  if (said.length > 0) return said;
  return series.filter(({ parent }) => parent !== "CompassDirection" && parent !== "EyeTracking");
}

/** Whether a series has x and y, with or without z; what has one number is a track or a direction. */
function isPlane(file: Hdf5File, place: string): boolean {
  const shape = file.shapeOf(`${place}/data`);
  return shape?.length === 2 && (shape[1] === 2 || shape[1] === 3);
}

interface NamedSeries {
  readonly name: string;
  readonly place: string;
}

/** By their own names, where these are not those of two. */
function namedSeries(series: readonly Series[]): NamedSeries[] {
  const own = series.map(({ place }) => place.split("/").at(-1)!);
  return series.map(({ place }, i) => ({
    place,
    name: own.indexOf(own[i]!) === own.lastIndexOf(own[i]!) ? own[i]! : place.split("/").slice(1).join("-"),
  }));
}

function choose(
  path: string,
  all: readonly NamedSeries[],
  { series, every }: NwbOptions,
): readonly NamedSeries[] {
  if (all.length === 0) {
    throw new UserError(
      `${path} has no SpatialSeries of positions in a plane`,
      "it has to be in processing or acquisition; else export positions and spikes to .npz or .csv",
    );
  }
  const names = all.map(({ name }) => name).join(", ");
  if (series !== undefined) {
    const one = all.filter(({ name, place }) => name === series || place === series);
    if (one.length === 1) return one;
    throw new UserError(`${path} has no series of positions ${series}`, `choose by --series: ${names}`, 2);
  }
  if (all.length === 1 || every) return all;
  throw new UserError(
    `${path} has ${all.length} series of positions`,
    `choose one by --series: ${names}; or all, by --out DIR`,
    2,
  );
}

function positionsOf(file: Hdf5File, place: string, scale: number | undefined) {
  const { values, shape, unit } = seriesData(file, place);
  const [rows = 0, columns = 2] = shape;
  const metres = scale ?? lengths[unit.toLowerCase()];
  if (metres === undefined) {
    throw new UserError(
      `${file.path}:${place} is in ${unit === "" ? "no unit of length" : unit}`,
      "say how many metres a unit is: --scale M",
    );
  }
  const positions = Float64Array.from(
    { length: 2 * rows },
    (_, i) => metres * values[Math.floor(i / 2) * columns + (i % 2)]!,
  );
  const as = scale === undefined ? unit : `${unit === "" ? "no unit" : unit}, taken as ${scale} m`;
  const from = `${place} ${formatShape(shape)} in ${as}${columns === 3 ? "; its third column left out" : ""}`;
  return { values: positions, times: timesOf(file, place, rows), from };
}

function headingsOf(file: Hdf5File, place: string): NonNullable<RecordedSession["heading"]> {
  const { values, shape, unit } = seriesData(file, place);
  const radians = angles[unit.toLowerCase()];
  if (radians === undefined) {
    throw new UserError(`${file.path}:${place} is in ${unit}`, "write it again in radians or degrees");
  }
  if (values.length !== shape[0]) {
    throw new UserError(
      `${file.path}:${place} has the shape ${formatShape(shape)}`,
      "give one direction a time",
    );
  }
  return { times: timesOf(file, place, values.length), values: values.map((value) => radians * value) };
}

/** What is stored, times `conversion`, plus `offset`: in the unit that is named. */
function seriesData(file: Hdf5File, place: string) {
  const data = `${place}/data`;
  const { values, shape } = file.numbers(data);
  const number = (name: string, usual: number): number => {
    const value = file.attribute(data, name) ?? usual;
    if (typeof value === "number" && Number.isFinite(value)) return value;
    throw new UserError(`${file.path}:${data} has the ${name} ${value}`, "give a number");
  };
  const [conversion, offset] = [number("conversion", 1), number("offset", 0)];
  const unit = String(file.attribute(data, "unit") ?? "").trim();
  return { shape, unit, values: values.map((value) => value * conversion + offset) };
}

/** s: as they are stored, or from the first one at a rate. */
function timesOf(file: Hdf5File, place: string, samples: number): Float64Array {
  if (file.kindOf(`${place}/timestamps`) === "dataset") {
    const { values } = file.numbers(`${place}/timestamps`);
    if (values.length === samples) return values;
    throw new UserError(
      `${file.path}:${place} has ${values.length} timestamps for ${samples} samples`,
      "write it again",
    );
  }
  const start = `${place}/starting_time`;
  const rate = file.kindOf(start) === "dataset" ? Number(file.attribute(start, "rate")) : Number.NaN;
  if (!(rate > 0)) {
    throw new UserError(
      `${file.path}:${place} has neither timestamps nor a rate`,
      "write it again with one of them",
    );
  }
  const first = file.numbers(start).values[0] ?? 0;
  return Float64Array.from({ length: samples }, (_, i) => first + i / rate);
}
