import { readNpz } from "../../src/format/npz.ts";
import { goldenPath } from "./golden.ts";

/** Reads arrays of a reference file as float64. */
export type GoldenNumbers = (name: string) => Float64Array;

/** The arrays of a reference file, or undefined when it is not there. */
export function goldenNumbers(file: string): GoldenNumbers | undefined {
  const path = goldenPath(file);
  if (!path) return undefined;
  const archive = readNpz(path);
  return (name) => {
    const array = archive.get(name);
    if (typeof array.data[0] === "string") throw new Error(`${name} of ${file} is text`);
    return Float64Array.from(array.data as Iterable<number | bigint>, Number);
  };
}
