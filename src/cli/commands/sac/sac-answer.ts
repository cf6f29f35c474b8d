/** One unit as a grid cell: its map, its autocorrelogram, its scores. */
import type { GridUnit } from "../../../analyse/grid-unit.ts";
import type { Lattice } from "../../../analyse/lattice.ts";
import { type Ring, showRing } from "../../../analyse/ring.ts";
import { withoutScore } from "../../../analyse/without-score.ts";
import { beside, sideBySide } from "../../../draw/beside.ts";
import { drawTile, type MosaicOptions } from "../../../draw/mosaic.ts";
import type { Terminal } from "../../../draw/terminal.ts";
import { visibleWidth } from "../../../draw/text.ts";
import type { UnitMeasures } from "../../../session/unit-measures.ts";
import { alignColumns } from "../../frame/columns.ts";
import type { Drawing } from "../../frame/drawing-flags.ts";
import { measureFacts } from "../../frame/measure-facts.ts";
import { showEllipse, toldEllipse } from "../../frame/told-ellipse.ts";

export interface SacPicture {
  readonly unit: number;
  /** [bins, bins], NaN where unvisited. */
  readonly map: Float64Array;
  readonly grid: GridUnit;
  readonly measures: UnitMeasures;
  /** m. */
  readonly box: { readonly width: number; readonly height: number };
}

/** What `sac --json` answers. Angles in degrees, lengths in m. */
export const sacSummary = ({ unit, map, grid, measures, box }: SacPicture) => ({
  unit,
  scorer: grid.scorer,
  bins: grid.bins,
  ...{ grid60: grid.grid60, grid90: grid.grid90, ring60: grid.ring60, ring90: grid.ring90 },
  undone: toldEllipse(grid.undone),
  spacing: grid.lattice?.spacing ?? null,
  meanSpacing: grid.lattice?.meanSpacing ?? null,
  spacingSpread: grid.lattice?.spacingSpread ?? null,
  orientationDegrees: grid.lattice ? degrees(grid.lattice.orientation) : null,
  orientationSpreadDegrees: grid.lattice ? degrees(grid.lattice.orientationSpread) : null,
  ellipticity: grid.lattice?.ellipse?.ellipticity ?? null,
  ...measures,
  peaks: grid.lattice?.peaks.map(({ x, y }) => [x, y]) ?? null,
  box: [box.width, box.height],
  rateMap: map,
  autocorrelogram: grid.autocorrelogram,
});

/** Columns from which the three pictures stand in one row, and the characters the largest of them may be wide there. */
const wide = 90;
const widestWhenWide = 40;
const gap = 2;

/**
 * The map, its autocorrelogram and the ring of its best score, and what is measured of them: from 90 columns on beside each
 * other in at most 30 rows, the numbers, too, where there is room. Maps of many bins are made smaller for that.
 */
export function showSac(picture: SacPicture, { terminal, colourMap }: Drawing): string {
  const { unit, map, grid } = picture;
  const { bins, autocorrelogram, ring60 } = grid;
  const inRow = terminal.columns >= wide;
  const ring = ring60.mean && insideRing(autocorrelogram, bins, ring60.mean);
  const sizes = [bins, 2 * bins - 1, ...(ring ? [ring.size] : [])];
  const share = inRow ? shareThatFits(sizes, terminal.columns) : 1;
  const tile = (values: Float64Array, size: number, caption: string, options: MosaicOptions) =>
    drawTile({ grid: { values, rows: size, columns: size }, caption }, terminal, {
      ...{ colourMap, width: Math.floor(share * size) },
      ...options,
    });
  const rates = tile(map, bins, `rates of #${unit}`, { barUnit: "a.u." });
  const numbers = (columns: number) => facts(picture, { ...terminal, columns });
  if (!ring) return [...rates, "", ...numbers(terminal.columns)].join("\n");
  const correlations = { range: [-1, 1], barUnit: "r" } as const;
  const whole = tile(
    autocorrelogram,
    2 * bins - 1,
    grid.undone ? "autocorrelogram, made round" : "autocorrelogram",
    correlations,
  );
  const won = tile(ring.values, ring.size, "the ring that won", correlations);
  if (!inRow) {
    const left = [...rates, "", ...won];
    return [...beside([left, whole], terminal.columns), "", ...numbers(terminal.columns)].join("\n");
  }
  const row = sideBySide([rates, whole, won], gap);
  const room = terminal.columns - Math.max(...row.map(visibleWidth)) - gap;
  return room >= leastForNumbers
    ? sideBySide([row, numbers(room)], gap).join("\n")
    : [...row, "", ...inTwoColumns(picture, terminal)].join("\n");
}

const leastForNumbers = 40;

/** Of their sizes, so that all fit in a row and the largest is not too high. */
const shareThatFits = (sizes: readonly number[], columns: number): number =>
  Math.min(
    1,
    widestWhenWide / Math.max(...sizes),
    (columns - gap * (sizes.length - 1)) / sizes.reduce((sum, size) => sum + size, 0),
  );

/** The measures beside what is said of the grid. */
function inTwoColumns(picture: SacPicture, { columns, unicode }: Terminal): string[] {
  const { measures } = picture;
  const left = alignColumns(gridFacts(picture, unicode), columns);
  const room = columns - Math.max(...left.map(visibleWidth)) - gap;
  return room >= leastForNumbers
    ? sideBySide([left, alignColumns(measureFacts(measures), room)], gap)
    : [...left, ...alignColumns(measureFacts(measures), columns)];
}

const facts = (picture: SacPicture, { columns, unicode }: Terminal): string[] =>
  alignColumns([...gridFacts(picture, unicode), ...measureFacts(picture.measures)], columns);

function gridFacts({ grid, box }: SacPicture, unicode: boolean): [string, string][] {
  const { grid60, grid90, ring60, ring90, lattice, bins, undone } = grid;
  const scorer: [string, string] = ["scorer", `${grid.scorer}, ${bins} x ${bins} bins`];
  if (Number.isNaN(grid60.mean)) return [scorer, ["score", `none: ${withoutScore(grid.scorer, "the map")}`]];
  const ring = (one: Ring | null) => (one ? `ring of ${showRing(one, bins, box)}` : "");
  return [
    scorer,
    ["hexagonal", `${grid60.mean.toFixed(3)}  mean form, ${ring(ring60.mean)}`],
    ["", `${grid60.minMax.toFixed(3)}  min-max form, ${ring(ring60.minMax)}`],
    ["square", `${grid90.toFixed(3)}  ${ring(ring90)}`],
    ...(undone ? [["undone", `an ellipse of ${showEllipse(undone)}`] satisfies [string, string]] : []),
    ...latticeFacts(lattice, unicode),
  ];
}

function latticeFacts(lattice: Lattice | undefined, unicode: boolean): [string, string][] {
  if (!lattice) return [["spacing", "none: fewer than six peaks"]];
  const { spacing, meanSpacing, spacingSpread, orientation, orientationSpread, ellipse } = lattice;
  const sign = unicode ? "±" : "+-";
  const ratio = ellipse ? ellipse.ellipticity.toFixed(2) : "none";
  return [
    [
      "spacing",
      `${spacing.toFixed(3)} m; of axes ${meanSpacing.toFixed(3)} ${sign} ${spacingSpread.toFixed(3)} m`,
    ],
    [
      "orientation",
      `${degrees(orientation).toFixed(1)} ${sign} ${degrees(orientationSpread).toFixed(1)} degrees; ellipticity ${ratio}`,
    ],
  ];
}

const degrees = (angle: number): number => (angle * 180) / Math.PI;

/** The middle of the autocorrelogram, as far as the ring reaches; NaN outside the ring. */
function insideRing(image: Float64Array, bins: number, [inner, outer]: Ring) {
  const reach = Math.min(bins - 1, Math.floor(outer * bins));
  const size = 2 * reach + 1;
  const values = Float64Array.from({ length: size * size }, (_, i) => {
    const [y, x] = [Math.floor(i / size) - reach, (i % size) - reach];
    const radius = Math.hypot(x, y);
    if (radius <= inner * bins || radius > outer * bins) return Number.NaN;
    return image[(y + bins - 1) * (2 * bins - 1) + x + bins - 1]!;
  });
  return { values, size };
}
