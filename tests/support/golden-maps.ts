/** Reference maps and scores of gridness_20bins.npz and gridness_32bins.npz. */
import { readNpz } from "../../src/format/npz.ts";
import { goldenPath } from "./golden.ts";

export interface GoldenMaps {
  readonly bins: number;
  readonly units: number;
  readonly maps: Float64Array;
  readonly kind: readonly string[];
  numbers(name: string): Float64Array;
}

/** undefined when the file is neither bundled nor beside the repository. */
export function goldenMaps(bins: 20 | 32): GoldenMaps | undefined {
  const path = goldenPath(`gridness_${bins}bins.npz`);
  if (!path) return undefined;
  const file = readNpz(path);
  const numbers = (name: string): Float64Array => {
    const { data } = file.get(name);
    if (!(data instanceof Float64Array)) throw new Error(`${name} is not float64`);
    return data;
  };
  const kind = file.get("kind").data as readonly string[];
  return { bins, units: kind.length, maps: numbers("rate_maps"), kind, numbers };
}
