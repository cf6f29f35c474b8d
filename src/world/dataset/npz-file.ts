/** Trajectories in an .npz of our own, each read at its place. */
import { FileWindow } from "../../format/file-window.ts";
import { formatShape } from "../../format/npy-array.ts";
import { openStoredArrays, type StoredArray } from "../../format/stored-arrays.ts";
import { UserError } from "../../user-error.ts";
import { parseHeader, shapeOf } from "./npz-arrays.ts";
import type { PathFile, PathHeader } from "./path-file.ts";
import {
  checkedRecord,
  lengthOf,
  type PathPart,
  type PathRecord,
  pathPartNames,
  pathParts,
} from "./path-record.ts";

const atOnce = 256;

type Arrays = ReadonlyMap<PathPart, StoredArray>;

/** @throws UserError when the file is no such .npz, or says two things of one array */
export function openNpzFile(path: string): PathFile {
  using window = new FileWindow(path);
  const archive = openStoredArrays(window);
  const arrays = new Map(pathPartNames.map((part) => [part, archive.get(pathParts[part].array)] as const));
  const [records = 0, steps = 0] = arrays.get("position")!.shape;
  checkShapes(arrays, records, steps);
  const header = headerIn(window, archive.get("header"));
  const portion = (opened: FileWindow, first: number, count: number): PathRecord[] => {
    const values = new Map([...arrays].map(([part, array]) => [part, array.floatRows(opened, first, count)]));
    return Array.from({ length: count }, (_, i) => {
      const found = (part: PathPart) => {
        const length = lengthOf(part, steps);
        return values.get(part)!.subarray(i * length, (i + 1) * length);
      };
      return checkedRecord(found, "array", `record ${first + i + 1} of ${path}`, steps);
    });
  };
  return {
    ...{ name: path, records, steps, header, checksum: checksumOf(arrays, records, steps) },
    read(record) {
      using opened = new FileWindow(path);
      return portion(opened, record, 1)[0]!;
    },
    *all() {
      using opened = new FileWindow(path);
      for (const array of arrays.values()) array.check(opened);
      for (let first = 0; first < records; first += atOnce) {
        yield* portion(opened, first, Math.min(atOnce, records - first));
      }
    },
  };
}

function checkShapes(arrays: Arrays, records: number, steps: number): void {
  for (const [part, { name, shape }] of arrays) {
    const expected = shapeOf(part, records, steps);
    if (records > 0 && steps > 0 && shape.join() === expected.join()) continue;
    const all = pathPartNames.map((one) => `${pathParts[one].array} ${shapeInWords(one)}`).join(", ");
    throw new UserError(
      `${name} has the shape ${formatShape(shape)}, with position ${formatShape(arrays.get("position")!.shape)}`,
      `N trajectories of T steps are ${all}`,
    );
  }
}

const shapeInWords = (part: PathPart): string => {
  const { width, perStep } = pathParts[part];
  return `[${["N", ...(perStep ? ["T"] : []), ...(width === 1 ? [] : [width])].join(", ")}]`;
};

function headerIn(window: FileWindow, array: StoredArray): PathHeader {
  const { kind, data } = array.read(window);
  return parseHeader(kind === "string" && data.length === 1 ? data[0]! : "", array.name);
}

function checksumOf(arrays: Arrays, records: number, steps: number): string {
  const crcs = [...arrays].map(([part, { crc }]) => `${part} ${crc}`);
  return new Bun.CryptoHasher("sha256").update([records, steps, ...crcs].join("\n")).digest("hex");
}
