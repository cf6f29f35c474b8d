/** Where place cells lie: by a rule, as published, or as given. What they answer is in place-code.ts. */
import type { Engine } from "../engine/engine.ts";
import { fillUniform } from "../engine/random.ts";
import { UserError } from "../user-error.ts";
import { type Arena, spreadOver } from "../world/arena.ts";
import { NumpyRandom } from "../world/mt19937.ts";

/** Centres of place cells in m: x and y of each cell. */
export interface Centres {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** Of the first ensemble; each has its own. */
export const centresStream = "place-centres";

/** Uniform over the box, from a stream of `seed`. */
export function uniformCentres(
  engine: Engine,
  arena: Arena,
  cells: number,
  seed: number,
  stream = centresStream,
): Centres {
  const points = unitPoints(engine, cells, seed, stream);
  spreadOver(arena, points);
  return givenCentres(points);
}

/**
 * One centre in each tile of the most nearly square lattice that has room for all cells, at a random place within the middle
 * `jitter` (0: the middle, 1: anywhere) of the tile: even coverage without a grid of its own. Rows that are not full have wider tiles.
 * In a round box the lattice is that of a square, laid over the disc so that tiles keep their area.
 */
export function jitteredLattice(
  engine: Engine,
  arena: Arena,
  cells: number,
  seed: number,
  jitter = 1,
  stream = centresStream,
): Centres {
  if (!(jitter >= 0 && jitter <= 1)) {
    throw new UserError(`the jitter of the place-cell lattice is ${jitter}`, "use a number from 0 to 1", 2);
  }
  if (arena.round) {
    const { x, y } = jitteredLattice(engine, unitSquare, cells, seed, jitter, stream);
    const pairs = Array.from(x, (east, cell) => concentric(east, y[cell]!, arena.width)).flat();
    return givenCentres(pairs);
  }
  const unit = unitPoints(engine, cells, seed, stream);
  // Rows times cells stay exact.
  const square = Math.round(Math.sqrt((cells * arena.height) / arena.width));
  const rows = Math.min(Math.floor(2 ** 53 / cells), Math.max(1, square));
  const x = new Float64Array(cells);
  const y = new Float64Array(cells);
  const rowStart = (row: number) => Math.floor((row * cells) / rows);
  for (let row = 0; row < rows; row++) {
    const columns = rowStart(row + 1) - rowStart(row);
    // A box that is much higher than wide has more rows than cells: on to the one before the next that has a cell.
    if (columns === 0) row = Math.max(row, Math.ceil(((rowStart(row) + 1) * rows) / cells) - 2);
    for (let column = 0; column < columns; column++) {
      const cell = rowStart(row) + column;
      const acrossTile = 0.5 + jitter * (unit[2 * cell]! - 0.5);
      const upTile = 0.5 + jitter * (unit[2 * cell + 1]! - 0.5);
      x[cell] = ((column + acrossTile) / columns - 0.5) * arena.width;
      y[cell] = ((row + upTile) / rows - 0.5) * arena.height;
    }
  }
  return { x, y };
}

const unitSquare: Arena = { width: 1, height: 1, periodic: false };

/**
 * From a square of side 1 around 0 to a disc: squares around 0 become circles, areas stay in proportion. Shirley and Chiu 1997, "A low
 * distortion map between disk and square".
 */
function concentric(x: number, y: number, diameter: number): [number, number] {
  const flat = Math.abs(x) >= Math.abs(y);
  const [far, near] = flat ? [x, y] : [y, x];
  const angle = far === 0 ? 0 : (Math.PI / 4) * (near / far);
  const [along, across] = [diameter * far * Math.cos(angle), diameter * far * Math.sin(angle)];
  return flat ? [along, across] : [across, along];
}

/**
 * The published centres: all x, then all y, from NumPy's global generator seeded with 0. It draws y from the box *width* too; with
 * `faithful` false, from the height.
 * @returns the generator as well: published trajectories continue it (src/world/numpy-parity.ts)
 * @throws UserError in a round box
 */
export function numpyCentres(
  arena: Arena,
  cells: number,
  faithful: boolean,
): Centres & { readonly random: NumpyRandom } {
  refuseRound(arena);
  const random = new NumpyRandom(0);
  const ySide = faithful ? arena.width : arena.height;
  const x = NumpyRandom.array(cells, () => random.uniform(-arena.width / 2, arena.width / 2));
  const y = NumpyRandom.array(cells, () => random.uniform(-ySide / 2, ySide / 2));
  return { x, y, random };
}

/**
 * x and y of one cell after the other, each uniform over the box, from NumPy's generator with this seed: the ensembles
 * of the code of Banino et al. 2018.
 * @throws UserError in a round box
 */
export function numpyPairs(arena: Arena, cells: number, seed: number): Centres {
  refuseRound(arena);
  const random = new NumpyRandom(seed);
  const side = (length: number) => random.uniform(-length / 2, length / 2);
  return givenCentres(
    Array.from({ length: 2 * cells }, (_, i) => side(i % 2 === 0 ? arena.width : arena.height)),
  );
}

function refuseRound(arena: Arena): void {
  if (!arena.round) return;
  throw new UserError(
    "the published place cells lie in a rectangle, and the box is round",
    "set code.centres to random or jitteredLattice",
    2,
  );
}

/** Given centres as pairs [cells, 2]. @throws UserError when there is not a whole number of pairs, or one is not finite */
export function givenCentres(pairs: ArrayLike<number>): Centres {
  if (pairs.length % 2 !== 0) {
    throw new UserError(
      `${pairs.length} numbers are not pairs of x and y`,
      "give centres of shape [cells, 2]",
    );
  }
  const cells = pairs.length / 2;
  for (let i = 0; i < pairs.length; i++) {
    if (!Number.isFinite(pairs[i])) {
      throw new UserError(
        `the centre of place cell ${i >> 1} is (${pairs[i & ~1]}, ${pairs[i | 1]})`,
        "give finite centres in metres",
      );
    }
  }
  return {
    x: Float64Array.from({ length: cells }, (_, cell) => pairs[2 * cell]!),
    y: Float64Array.from({ length: cells }, (_, cell) => pairs[2 * cell + 1]!),
  };
}

/** [cells, 2] uniform in [0, 1). */
function unitPoints(engine: Engine, cells: number, seed: number, stream: string): Float64Array {
  return engine.memory.scope(() => {
    const unit = engine.memory.allocate("float64", [cells, 2], "random centres");
    fillUniform(engine, { seed, stream, items: cells, draws: 2 }, unit);
    return unit.toArray();
  });
}
