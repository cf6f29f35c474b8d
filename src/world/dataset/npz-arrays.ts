/** The arrays in which we keep trajectories, and what is written beside them. */
import { z } from "zod";
import { type NpyArray, npyArray } from "../../format/npy-array.ts";
import { NpzStream, type PlannedArray, type WriteAt } from "../../format/npz-stream.ts";
import { UserError } from "../../user-error.ts";
import type { PathHeader } from "./path-file.ts";
import { type PathPart, type PathRecord, pathPartNames, pathParts } from "./path-record.ts";

/** [N, 2], [N], [N, T, 3], [N, T, 2], [N, T] */
export function shapeOf(part: PathPart, records: number, steps: number): readonly number[] {
  const { width, perStep } = pathParts[part];
  return [records, ...(perStep ? [steps] : []), ...(width === 1 ? [] : [width])];
}

const headerSchema = z.object({
  format: z.literal("entorhinal paths"),
  version: z.literal(1),
  order: z.enum(["cosSin", "sinCos"]),
  unit: z.enum(["metresPerStep", "metresPerSecond"]),
  turn: z.enum(["afterMove", "beforeMove"]),
  dt: z.number().positive(),
  box: z.tuple([z.number().positive(), z.number().positive()]),
  shape: z.enum(["rectangle", "circle"]).default("rectangle"),
});

/** Where records come from. */
export interface PathSource {
  readonly file: string;
  readonly records: number;
  readonly sha256: string;
}

/** What is to be written. */
export interface PathsToWrite {
  readonly header: PathHeader;
  readonly records: number;
  readonly steps: number;
  readonly sources: readonly PathSource[];
}

/** Every array of the file with its shape; those that are small are here already. */
export function arraysOf({
  header,
  records,
  steps,
  sources,
}: PathsToWrite): Record<string, PlannedArray | NpyArray> {
  const { form, dt, box } = header;
  const text = JSON.stringify({
    ...{ format: "entorhinal paths", version: 1, ...form },
    ...{ dt, box: [box.width, box.height], ...(box.round && { shape: "circle" }) },
    ...{ records, steps, sources },
  });
  return {
    ...Object.fromEntries(
      pathPartNames.map((part) => [
        pathParts[part].array,
        { kind: "float32", shape: shapeOf(part, records, steps) } satisfies PlannedArray,
      ]),
    ),
    dt: npyArray(Float64Array.of(dt), []),
    box: npyArray(Float64Array.of(box.width, box.height)),
    ...(box.round && { round: { kind: "bool", shape: [], data: Uint8Array.of(1) } }),
    header: npyArray([text], []),
  };
}

const recordsAtOnce = 256;

/** Writes records into an .npz of our own, some of them in memory. @throws RangeError when they are not as many as planned */
export function writePaths(writeAt: WriteAt, plan: PathsToWrite, records: Iterable<PathRecord>): void {
  const npz = new NpzStream(writeAt, arraysOf(plan));
  let waiting: PathRecord[] = [];
  const flush = () => {
    for (const part of pathPartNames) {
      const length = waiting[0]?.[part].length ?? 0;
      const values = new Float32Array(length * waiting.length);
      waiting.forEach((record, i) => void values.set(record[part], i * length));
      npz.append(pathParts[part].array, values);
    }
    waiting = [];
  };
  for (const record of records) {
    waiting.push(record);
    if (waiting.length === recordsAtOnce) flush();
  }
  flush();
  npz.finish();
}

/** @param name of the array, for errors @throws UserError when it is no such header */
export function parseHeader(text: string, name: string): PathHeader {
  const parsed = headerSchema.safeParse(jsonOf(text)).data;
  if (!parsed) {
    throw new UserError(`${name} is no header of trajectories`, "write the file by entorhinal dataset --out");
  }
  const { order, unit, turn, dt, box, shape } = parsed;
  const [width, height] = box;
  return {
    ...{ form: { order, unit, turn }, dt },
    box: { width, height, ...(shape === "circle" && { round: true }) },
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
