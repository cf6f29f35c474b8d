/** From settings to the place cells they describe. */
import type { Engine } from "../engine/engine.ts";
import { readNumberArray } from "../format/array-file.ts";
import { formatShape } from "../format/npy-array.ts";
import { onHeap, requireMemory } from "../memory-need.ts";
import { UserError } from "../user-error.ts";
import type { Arena } from "../world/arena.ts";
import {
  type Centres,
  centresStream,
  givenCentres,
  jitteredLattice,
  numpyCentres,
  numpyPairs,
  uniformCentres,
} from "./place-centres.ts";
import { openPlaceCode, type PlaceCode } from "./place-code.ts";
import { type PlaceSettings, placeEnsembles } from "./place-settings.ts";

/**
 * Place cells in the engine's memory.
 * @param centresAt where they are; by default what the settings say
 * @throws UserError when the file of centres cannot be read or has another number of cells
 */
export function openPlaceCells(
  engine: Engine,
  settings: PlaceSettings,
  arena: Arena,
  seed: number,
  centresAt = (): Centres => centresOf(engine, settings, arena, seed),
): PlaceCode {
  const { placeCells } = settings;
  const needsAt = (cells: number) => [
    { label: "centres", bytes: 24 * cells, settings: ["code.placeCells"] },
    onHeap("where they are", 32 * cells, ["code.placeCells"]),
  ];
  requireMemory({
    what: `${placeCells} place cells`,
    needs: needsAt(placeCells),
    memory: engine.memory,
    growing: { name: "code.placeCells", value: placeCells, least: 2, needsAt },
  });
  const { kind, width: sigma, surround } = settings;
  return openPlaceCode(engine, { arena, centres: centresAt(), kind, sigma, surround });
}

/**
 * Where the settings put the place cells.
 * @param index of the ensemble; random ones are drawn independently, those of a NumPy seed begin with the same numbers
 * @throws UserError as `openPlaceCells`
 */
export function centresOf(
  engine: Engine,
  settings: PlaceSettings,
  arena: Arena,
  seed: number,
  index = 0,
): Centres {
  const { centres, faithfulYCentres, neuronsSeed } = settings;
  const ensembles = placeEnsembles(settings).map((ensemble) => ensemble.cells);
  const cells = ensembles[index]!;
  const stream = index === 0 ? centresStream : `${centresStream}${index + 1}`;
  switch (centres) {
    case "random":
      return uniformCentres(engine, arena, cells, seed, stream);
    case "jitteredLattice":
      return jitteredLattice(engine, arena, cells, seed, 1, stream);
    case "numpySeed0":
      return numpyCentres(arena, cells, faithfulYCentres);
    case "numpyPairs":
      return numpyPairs(arena, cells, neuronsSeed);
    default:
      return readCentres(centres, ensembles, index);
  }
}

/** The centres of all ensembles of place cells stand one after the other. */
function readCentres(path: string, ensembles: readonly number[], index: number): Centres {
  const { name, shape, values } = readNumberArray(path, undefined, (_, key) => key === "centres");
  if (shape.length !== 2 || shape[1] !== 2) {
    throw new UserError(`${name} has the shape ${formatShape(shape)}`, "give centres in m as [cells, 2]");
  }
  const cells = (list: readonly number[]) => list.reduce((sum, count) => sum + count, 0);
  if (shape[0] !== cells(ensembles)) {
    const alone = ensembles.length === 1;
    throw new UserError(
      `${name} holds ${shape[0]} centres`,
      alone
        ? `set code.placeCells to ${shape[0]}, it is ${ensembles[0]}`
        : `code.placeCells and code.morePlaces are ${ensembles.join(" + ")} cells`,
      2,
    );
  }
  const first = cells(ensembles.slice(0, index));
  return givenCentres(values.subarray(2 * first, 2 * (first + ensembles[index]!)));
}
