/** NWB files of any content, by the HDF5 library that reads them; `make-nwb.py` writes one by another. */
import type { Group } from "h5wasm/node";

const { File, ready } = await import("h5wasm/node");
await ready;

/** Numbers with their attributes, a text, or a group of such with a type. */
export type NwbPart =
  | {
      readonly data: ArrayLike<number>;
      readonly shape?: readonly number[];
      readonly attributes?: NwbAttributes;
    }
  | { readonly text: string | readonly string[] }
  | { readonly type?: string; readonly parts: Readonly<Record<string, NwbPart>> };
type NwbAttributes = Readonly<Record<string, string | number>>;

export function writeNwb(path: string, parts: Readonly<Record<string, NwbPart>>): void {
  const file = new File(path, "w");
  try {
    fill(file, parts);
    file.create_attribute("neurodata_type", "NWBFile");
  } finally {
    file.close();
  }
}

function fill(group: Group, parts: Readonly<Record<string, NwbPart>>): void {
  for (const [name, part] of Object.entries(parts)) {
    if ("parts" in part) {
      const made = group.create_group(name);
      if (part.type !== undefined) made.create_attribute("neurodata_type", part.type);
      fill(made, part.parts);
    } else if ("text" in part) {
      const texts = typeof part.text === "string" ? [part.text] : [...part.text];
      group.create_dataset({ name, data: texts });
    } else {
      const data = Float64Array.from(part.data);
      const dataset = group.create_dataset({ name, data, shape: [...(part.shape ?? [data.length])] });
      for (const [key, value] of Object.entries(part.attributes ?? {})) dataset.create_attribute(key, value);
    }
  }
}

/** A SpatialSeries in a plane at 10 Hz, from 5 s on; NaN may be in it. */
export const spatialSeries = (
  positions: readonly (readonly number[])[],
  attributes: NwbAttributes = { unit: "meters", conversion: 1 },
  times: NwbPart = { data: positions.map((_, i) => 5 + i / 10) },
): NwbPart => ({
  type: "SpatialSeries",
  parts: {
    data: { data: positions.flat(), shape: [positions.length, positions[0]!.length], attributes },
    timestamps: times,
  },
});

/** A container of series under processing/behavior. */
export const behaviour = (containers: Readonly<Record<string, NwbPart>>): NwbPart => ({
  parts: { behavior: { type: "ProcessingModule", parts: containers } },
});

export const units = (
  trains: readonly (readonly number[])[],
  more: Readonly<Record<string, NwbPart>> = {},
): NwbPart => ({
  type: "Units",
  parts: {
    spike_times: { data: trains.flat() },
    spike_times_index: { data: trains.map((_, i) => trains.slice(0, i + 1).flat().length) },
    ...more,
  },
});
