/** Tables of docs/scorers.md that take a second: what ideal cells score. */
import {
  bandCell,
  borderCell,
  type Cell,
  hexagonalCell,
  placeCell,
  squareCell,
} from "../../../src/analyse/synthetic.ts";
import type { Engine } from "../../../src/engine/engine.ts";
import { markdownTable } from "../markdown-table.ts";
import { box, compared, meanScore, poses, scoreCells } from "./compared.ts";

const periods = [0.3, 0.4, 0.5, 0.6, 0.8, 1, 1.2];

/** The cell's fields drawn out along a direction. */
export function drawnOut(cell: Cell, ratio: number, direction: number): Cell {
  const [c, s] = [Math.cos(direction), Math.sin(direction)];
  return (x, y, heading) => {
    const [along, across] = [(c * x + s * y) / ratio, c * y - s * x];
    return cell(c * along - s * across, s * along + c * across, heading);
  };
}

/** Mean score over poses, by spacing. */
export const latticeTable = (engine: Engine): readonly string[] =>
  markdownTable(
    ["scorer", "bins", ...periods.map((period) => `${period} m`)],
    compared.map((one) => [
      `\`${one.scorer.name}\``,
      String(one.bins),
      ...periods.map((period) =>
        meanScore(
          scoreCells(
            engine,
            one,
            poses.map((pose) => hexagonalCell({ period, ...pose })),
          ),
        ),
      ),
    ]),
  );

const hexagons = poses.map((pose) => hexagonalCell({ period: 0.6, ...pose }));
const ovals = (ratio: number) => hexagons.map((cell, i) => drawnOut(cell, ratio, (i * Math.PI) / 12));

/** In [0, 1), without any order, the same every time (the finalizer of MurmurHash3). */
function scatteredNumber(n: number): number {
  let h = Math.imul(n + 1, 0x9e3779b1);
  h = Math.imul(h ^ (h >>> 15), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return ((h ^ (h >>> 16)) >>> 0) / 2 ** 32;
}

/** Gaussian fields where they happen to be. */
const scattered = (count: number): readonly Cell[] =>
  Array.from({ length: 40 }, (_, i) => {
    const at = (k: number) => (scatteredNumber(1000 * count + 20 * i + k) - 0.5) * 2;
    const fields = Array.from({ length: count }, (_, k) =>
      placeCell({ centre: [at(2 * k), at(2 * k + 1)], width: 0.2 }),
    );
    return (x, y, heading) => fields.reduce((sum, field) => sum + field(x, y, heading), 0);
  });

const cells: readonly (readonly [string, readonly Cell[]])[] = [
  ["1.1 to 1", ovals(1.1)],
  ["1.2 to 1", ovals(1.2)],
  ["1.35 to 1", ovals(1.35)],
  ["squares", poses.map((pose) => squareCell({ period: 0.6, ...pose }))],
  ["bands", poses.map((pose) => bandCell({ period: 0.6, ...pose }))],
  ["6 fields", scattered(6)],
  ["4 fields", scattered(4)],
  ["3 fields", scattered(3)],
  ["field", poses.map(({ phase }) => placeCell({ centre: [phase[0] / 3, phase[1] / 3], width: 0.2 }))],
  ["border", (["east", "north"] as const).map((wall) => borderCell({ wall, width: 0.15, box }))],
];

/** Mean score over poses, by kind of cell. */
export const cellTable = (engine: Engine): readonly string[] =>
  markdownTable(
    ["scorer", ...cells.map(([name]) => name)],
    compared.map((one) => [
      `\`${one.scorer.name}\``,
      ...cells.map(([, some]) => meanScore(scoreCells(engine, one, some))),
    ]),
  );
