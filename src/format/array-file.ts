/** One array of numbers from a file of either of NumPy's formats. */

import { oneArray, requireMemory } from "../memory-need.ts";
import { UserError } from "../user-error.ts";
import { bytesOfType, readNpy } from "./npy.ts";
import { elementCount, formatShape, type NpyArray, numbersOf } from "./npy-array.ts";
import { startsLikeNpy } from "./npy-header.ts";
import { type NpzFile, readNpz } from "./npz.ts";
import { readFileBytes } from "./read-file.ts";

/** Numbers from a file, as float64, row-major. */
export interface NumberArray {
  /** File and key, for errors. */
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float64Array;
}

/**
 * Reads an array of numbers from an .npy or .npz file; which of the two it is, the content says.
 * @param key array of the .npz; when undefined `choose` picks one
 * @param choose whether an array of this shape may be meant; must hold for exactly one if there is no key
 * @throws UserError when the file cannot be read, the key is missing or needed, or the array holds text
 */
export function readNumberArray(path: string, key: string | undefined, choose: ChooseArray): NumberArray {
  const bytes = readFileBytes(path);
  if (startsLikeNpy(bytes)) {
    if (key !== undefined) {
      throw new UserError(`${path} is a single array and has no keys`, "leave out --key", 2);
    }
    return toNumbers(readNpy(bytes, path), path);
  }
  const npz = readNpz(bytes, { name: path });
  const chosen = key ?? onlyKey(path, shapesIn(npz), choose);
  return numbersIn(npz, chosen);
}

/**
 * An array of an archive; the memory for all that is made on the way is asked for first.
 * @throws UserError as `readNumberArray`
 */
export function numbersIn(npz: NpzFile, key: string): NumberArray {
  const name = `${npz.name}[${key}]`;
  const { shape, descr } = npz.headerOf(key);
  const count = elementCount(shape);
  requireMemory({
    what: `${name} with the shape ${formatShape(shape)}`,
    needs: [
      oneArray("what is unpacked", npz.packedGrowth(key)),
      oneArray("its values", count * bytesOfType(descr, name)),
      oneArray("the same as float64", count * 8),
    ],
    mend: "split it into smaller files",
  });
  return toNumbers(npz.get(key), name);
}

/** Whether an array of this shape and name may be meant. */
export type ChooseArray = (shape: readonly number[], key: string) => boolean;

const shapesIn = (npz: NpzFile) => npz.names().map((name) => [name, npz.headerOf(name).shape] as const);

/** The only array, or the only one that may be meant. @throws UserError (exit 2) when there are several */
export function onlyKey(
  file: string,
  shapes: readonly (readonly [name: string, shape: readonly number[]])[],
  choose: ChooseArray,
): string {
  if (shapes.length === 1) return shapes[0]![0];
  const candidates = shapes.filter(([name, shape]) => choose(shape, name));
  if (candidates.length === 1) return candidates[0]![0];
  const shown = (candidates.length > 0 ? candidates : shapes)
    .slice(0, 12)
    .map(([name, shape]) => `${name} ${formatShape(shape)}`);
  throw new UserError(`${file} holds several arrays`, `choose one by --key: ${shown.join(", ")}`, 2);
}

const toNumbers = (array: NpyArray, name: string): NumberArray => ({
  name,
  shape: array.shape,
  values: numbersOf(array, name),
});
