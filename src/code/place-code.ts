/** Place cells: from positions to their activity and back. Where the cells lie is decided in place-centres.ts. */
import type { Engine } from "../engine/engine.ts";
import { defineJob } from "../engine/job.ts";
import type { SharedArray } from "../engine/shared-array.ts";
import { UserError } from "../user-error.ts";
import { type Arena, checkArena } from "../world/arena.ts";
import { columnsOf } from "./columns.ts";
import type { Centres } from "./place-centres.ts";

/**
 * `gaussian`: softmax of -distance^2 / (2 sigma^2) over the cells.
 * `differenceOfSoftmaxes`: that less the same with the variance multiplied by `surround`, raised to a minimum of 0 and divided by its sum;
 * Sorscher et al. 2019 call it DoG, difference of Gaussians.
 */
export type PlaceCodeKind = "gaussian" | "differenceOfSoftmaxes";

/** A population of place cells. Rows of its code are probabilities over the cells. */
export interface PlaceCode {
  readonly cells: number;
  readonly kind: PlaceCodeKind;
  /** Width of a place field in m. */
  readonly sigma: number;
  /** Variance of the surround over that of the centre. */
  readonly surround: number;
  readonly arena: Arena;
  /** [cells] m. */
  readonly centresX: SharedArray<"float32">;
  readonly centresY: SharedArray<"float32">;
}

export interface PlaceCodeOptions {
  readonly arena: Arena;
  readonly centres: Centres;
  readonly kind?: PlaceCodeKind | undefined;
  readonly sigma?: number | undefined;
  readonly surround?: number | undefined;
}

/** What `placeCode` in assembly/place-code.ts calls the kinds. */
export const kindNumber: Readonly<Record<PlaceCodeKind, number>> = { gaussian: 0, differenceOfSoftmaxes: 1 };

/**
 * Places the cells in the engine's memory. Defaults: differenceOfSoftmaxes, sigma 0.12 m, surround 2.
 * @throws UserError when a parameter is out of range
 */
export function openPlaceCode(engine: Engine, options: PlaceCodeOptions): PlaceCode {
  const { arena, centres, kind = "differenceOfSoftmaxes", sigma = 0.12, surround = 2 } = options;
  checkArena(arena);
  const cells = centres.x.length;
  const atLeast = kind === "gaussian" ? 1 : 2;
  if (cells < atLeast) throw new UserError(`${cells} place cells`, `use at least ${atLeast}`, 2);
  if (!(sigma > 0 && Number.isFinite(sigma))) {
    throw new UserError(
      `the width of the place fields is ${sigma} m`,
      "use a positive length, such as 0.12",
      2,
    );
  }
  if (!(surround > 1 && Number.isFinite(surround))) {
    throw new UserError(
      `the surround of the place cells is ${surround}`,
      "use a variance ratio above 1, such as 2",
      2,
    );
  }
  return {
    cells,
    kind,
    sigma,
    surround,
    arena,
    centresX: engine.memory.from("float32", centres.x, "x of the place-cell centres"),
    centresY: engine.memory.from("float32", centres.y, "y of the place-cell centres"),
  };
}

/** The centres as pairs [cells, 2] m, as files have them; `givenCentres` reads them again. */
export function centrePairs({ cells, centresX, centresY }: PlaceCode): Float32Array {
  const [x, y] = [centresX.view, centresY.view];
  return Float32Array.from({ length: 2 * cells }, (_, i) => (i % 2 === 0 ? x : y)[i >> 1]!);
}

/** Rows of one block of work. */
const rowsPerBlock = 32;

const encodeBlock = defineJob(
  import.meta.url,
  "encode-places",
  [
    "positions",
    "out",
    "rows",
    "centresX",
    "centresY",
    "cells",
    "stride",
    "kind",
    "sigma",
    "surround",
    "periodicWidth",
    "periodicHeight",
  ],
  ({ kernels }, block, a) => {
    const row = block * rowsPerBlock;
    kernels.placeCode(
      a.positions + row * 8,
      Math.min(rowsPerBlock, a.rows - row),
      a.centresX,
      a.centresY,
      ...([a.cells, a.stride, a.kind] as const),
      a.sigma,
      a.surround,
      a.periodicWidth,
      a.periodicHeight,
      a.out + row * a.stride * 4,
    );
  },
);

const decodeBlock = defineJob(
  import.meta.url,
  "decode-places",
  ["code", "out", "rows", "centresX", "centresY", "cells", "stride", "k", "periodicWidth", "periodicHeight"],
  ({ kernels, scratch }, block, a) => {
    const row = block * rowsPerBlock;
    kernels.decodeTopK(
      a.code + row * a.stride * 4,
      Math.min(rowsPerBlock, a.rows - row),
      a.cells,
      a.stride,
      a.centresX,
      a.centresY,
      a.k,
      a.periodicWidth,
      a.periodicHeight,
      a.out + row * 8,
      scratch,
    );
  },
);

/**
 * out [rows, cells] = the place code of positions [rows, 2] in m, on all threads. A position that is not finite gives NaN.
 * @param first column of the ensemble, where `out` holds what others say, too
 * @param density instead exp(-distance^2 / (2 sigma^2)), which does not sum to 1
 */
export function encode(
  engine: Engine,
  code: PlaceCode,
  positions: SharedArray<"float32">,
  out: SharedArray<"float32">,
  first = 0,
  density = false,
): void {
  const rows = positions.length / 2;
  engine.pool.run(encodeBlock, Math.ceil(rows / rowsPerBlock), {
    positions: positions.pointer,
    ...columnsOf(out, rows, first, code.cells),
    rows,
    kind: density ? 2 : kindNumber[code.kind],
    sigma: code.sigma,
    surround: code.surround,
    ...shared(code),
  });
}

/**
 * out [rows, 2] = mean of the centres (m) of the k cells with the largest entries in activity [rows, cells], which may be logits;
 * rows may go on with what other ensembles say.
 * Of equal entries the lowest cell counts. In a periodic box the mean is taken across the seam. A row with NaN in it gives NaN.
 * @throws UserError when k is not in 1 … min(16, cells)
 */
export function decode(
  engine: Engine,
  code: PlaceCode,
  activity: SharedArray<"float32">,
  out: SharedArray<"float32">,
  k = 3,
): void {
  const rows = out.length / 2;
  const stride = activity.shape.at(-1)!;
  if (activity.length !== rows * stride || stride < code.cells) {
    throw new RangeError(
      `${activity.label} holds ${activity.length} values for ${rows} rows of ${code.cells}`,
    );
  }
  const most = Math.min(16, code.cells);
  if (!(Number.isInteger(k) && k >= 1 && k <= most)) {
    throw new UserError(`decoding with the best ${k} place cells`, `use a whole number from 1 to ${most}`, 2);
  }
  const blocks = Math.ceil(rows / rowsPerBlock);
  const values = { code: activity.pointer, out: out.pointer, rows, k, stride, ...shared(code) };
  engine.pool.run(decodeBlock, blocks, values, engine.kernels.decodeScratchBytes(k));
}

function shared({ cells, centresX, centresY, arena }: PlaceCode) {
  return {
    cells,
    centresX: centresX.pointer,
    centresY: centresY.pointer,
    periodicWidth: arena.periodic ? arena.width : 0,
    periodicHeight: arena.periodic ? arena.height : 0,
  };
}
