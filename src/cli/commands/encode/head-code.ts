/** The head-direction code of the headings in a file, beside that of its positions. */
import { encodeHeadings, openHeadCode } from "../../../code/head-code.ts";
import { headMeansBy } from "../../../code/head-means.ts";
import type { PlaceSettings } from "../../../code/place-settings.ts";
import type { Engine } from "../../../engine/engine.ts";
import { type NumberArray, numbersIn } from "../../../format/array-file.ts";
import { formatShape, type NpyArray, npyArray } from "../../../format/npy-array.ts";
import { startsLikeNpy } from "../../../format/npy-header.ts";
import { readNpz } from "../../../format/npz.ts";
import { readFileBytes } from "../../../format/read-file.ts";
import { UserError } from "../../../user-error.ts";

/** Where headings stand, what a network is asked for first. */
const usualKeys = ["heading_after", "heading"];

/**
 * The headings (rad) that go with positions [..., 2].
 * @throws UserError when the file has none, or not one for each position
 */
export function readHeadings(path: string, key: string | undefined, positions: NumberArray): NumberArray {
  const bytes = readFileBytes(path);
  const npz = startsLikeNpy(bytes) ? undefined : readNpz(bytes, { name: path });
  const names = npz?.names() ?? [];
  const found = key ?? usualKeys.find((usual) => names.includes(usual));
  if (npz === undefined || found === undefined) {
    throw new UserError(
      `${path} holds no ${usualKeys.join(" or ")}`,
      "name an array of headings in rad by --heading-key, or leave out --head-cells",
      2,
    );
  }
  const headings = numbersIn(npz, found);
  const wanted = positions.shape.slice(0, -1);
  if (headings.shape.join() === wanted.join()) return headings;
  throw new UserError(
    `${headings.name} has the shape ${formatShape(headings.shape)}`,
    `give a heading for each position: ${formatShape(wanted)}`,
  );
}

const valuesAtOnce = 2 ** 24;

/** Code and means of the first ensemble of head-direction cells. */
export function headArrays(
  engine: Engine,
  settings: PlaceSettings,
  seed: number,
  { values, shape }: NumberArray,
): { readonly head_code: NpyArray; readonly head_means: NpyArray } {
  const { headCells: cells, headMeans, headConcentration, neuronsSeed } = settings;
  const means = headMeansBy(engine, headMeans, cells, { seed, stream: "head-means", neuronsSeed });
  const code = openHeadCode(engine, means, headConcentration);
  const result = new Float32Array(values.length * cells);
  const portion = Math.max(1, Math.floor(valuesAtOnce / cells));
  for (let first = 0; first < values.length; first += portion) {
    engine.memory.scope(() => {
      const part = values.subarray(first, first + portion);
      const headings = engine.memory.from("float32", part, "headings");
      const activity = engine.memory.allocate("float32", [part.length, cells], "head-direction code");
      encodeHeadings(engine, code, headings, activity);
      result.set(activity.view, first * cells);
    });
  }
  return {
    head_code: npyArray(result, [...shape, cells]),
    head_means: npyArray(code.means.toArray(), [cells]),
  };
}
