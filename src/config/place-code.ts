import {
  type Centres,
  givenCentres,
  jitteredLattice,
  numpyCentres,
  uniformCentres,
} from "../code/place-centres.ts";
import { openPlaceCode, type PlaceCode } from "../code/place-code.ts";
import type { Engine } from "../engine/engine.ts";
import { readNumberArray } from "../format/array-file.ts";
import { formatShape } from "../format/npy-array.ts";
import { UserError } from "../user-error.ts";
import type { Config } from "./schema.ts";
import { arenaOf } from "./world.ts";

/**
 * The place cells a configuration describes, in the engine's memory.
 * @throws UserError when the file of centres cannot be read or has another number of cells
 */
export function placeCodeOf(engine: Engine, config: Config): PlaceCode {
  const { kind, width, surround } = config.code;
  return openPlaceCode(engine, {
    arena: arenaOf(config),
    centres: centresOf(engine, config),
    kind,
    sigma: width,
    surround,
  });
}

/** Where the place cells of a configuration are. @throws UserError as `placeCodeOf` */
export function centresOf(engine: Engine, config: Config): Centres {
  const { centres, placeCells, faithfulYCentres } = config.code;
  const arena = arenaOf(config);
  switch (centres) {
    case "random":
      return uniformCentres(engine, arena, placeCells, config.seed);
    case "jitteredLattice":
      return jitteredLattice(engine, arena, placeCells, config.seed);
    case "numpySeed0":
      return numpyCentres(arena, placeCells, faithfulYCentres);
    default:
      return readCentres(centres, placeCells);
  }
}

function readCentres(path: string, cells: number): Centres {
  const { name, shape, values } = readNumberArray(path, undefined, (_, key) => key === "centres");
  if (shape.length !== 2 || shape[1] !== 2) {
    throw new UserError(`${name} has the shape ${formatShape(shape)}`, "give centres in m as [cells, 2]");
  }
  if (shape[0] !== cells) {
    throw new UserError(
      `${name} holds ${shape[0]} centres`,
      `set code.placeCells to ${shape[0]}, it is ${cells}`,
      2,
    );
  }
  return givenCentres(values);
}
