/** What of a code belongs to a network and into its checkpoint: where place cells lie, and the means of head-direction cells. */
import type { NumericNpyArray } from "../format/npy-array.ts";
import { UserError } from "../user-error.ts";
import type { PathCode } from "./path-code.ts";
import { type Centres, givenCentres } from "./place-centres.ts";
import { centrePairs } from "./place-code.ts";

export type CodeConstants = ReadonlyMap<string, NumericNpyArray>;

/** The centres of an ensemble of place cells, [cells, 2] m. @param index 0: the first */
export const centresName = (index = 0): string => numbered("place_centres", index);

/** The means of an ensemble of head-direction cells, [cells] rad. */
export const headMeansName = (index = 0): string => numbered("head_means", index);

const numbered = (name: string, index: number): string => (index === 0 ? name : `${name}_${index + 1}`);

/** Of all ensembles, by name. */
export function constantsOf({ parts }: PathCode): Map<string, NumericNpyArray> {
  const found = new Map<string, NumericNpyArray>();
  let [places, heads] = [0, 0];
  for (const part of parts) {
    const { cells } = part;
    if (part.quantity === "place") {
      found.set(centresName(places++), {
        kind: "float32",
        shape: [cells, 2],
        data: centrePairs(part.code),
      });
    } else {
      found.set(headMeansName(heads++), {
        kind: "float32",
        shape: [cells],
        data: part.code.means.toArray(),
      });
    }
  }
  return found;
}

/** The centres in a checkpoint. @throws UserError when they are missing or not of so many cells */
export const centresIn = (constants: CodeConstants, cells: number, index = 0): Centres =>
  givenCentres(valuesOf(constants, centresName(index), [cells, 2]));

/** The means in a checkpoint, rad. @throws UserError when they are missing or not of so many cells */
export const headMeansIn = (constants: CodeConstants, cells: number, index = 0): ArrayLike<number> =>
  valuesOf(constants, headMeansName(index), [cells]);

function valuesOf(constants: CodeConstants, name: string, shape: readonly number[]): ArrayLike<number> {
  const array = constants.get(name);
  if (array?.kind === "float32" && array.shape.join() === shape.join()) return array.data;
  const found = array ? `${array.kind} [${array.shape.join(", ")}]` : "nothing";
  throw new UserError(
    `${name} should be float32 [${shape.join(", ")}], found ${found}`,
    "the file is damaged or not a checkpoint of this network",
  );
}
