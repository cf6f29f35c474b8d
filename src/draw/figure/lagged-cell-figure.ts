/** Pictures of single units over lags: maps at some shifts, curves over all of them, tuning to heading. Nothing is computed here. */
import type { ColourMapName } from "../colour-map.ts";
import { finiteRange, type Grid, type Range } from "../grid.ts";
import { shiftSpans } from "./autocorrelogram-figure.ts";
import type { PlotArea } from "./axes.ts";
import { framed } from "./axes.ts";
import { writtenColourKey } from "./colour-key.ts";
import { arranged, type Heading, type Part, roomIn, stacked, textPanel, withHeading } from "./compose.ts";
import { lagAxis, withRoom } from "./lag-axis.ts";
import { lineShape, nullShapes } from "./lag-curves.ts";
import type { LagNull } from "./lag-data.ts";
import { type Key, legend } from "./legend.ts";
import { spanOf } from "./map-panel.ts";
import { mapTiles } from "./map-tiles.ts";
import { paragraph } from "./paragraph.ts";
import { type PolarData, polarPanel } from "./polar-panel.ts";
import { type Panel, placed, type Scene, type Shape, straight } from "./scene.ts";
import { signedText } from "./text.ts";
import { dataColour, ink, textSize } from "./theme.ts";

/** The map of a unit at one shift. */
export interface ShiftedMap {
  /** "no shift", "+5 cm" */
  readonly name: string;
  readonly rateMap: Grid;
  /** Row by row the shifts from one below to one above, shift 0 in the middle. */
  readonly autocorrelogram: Grid;
  /** NaN: none. */
  readonly score: number;
}

/** A measure of a unit over the lags. */
export interface LagCurve {
  /** "hexagonal score (60°)" */
  readonly label: string;
  readonly values: ArrayLike<number>; // [L]
  readonly null?: LagNull | undefined;
}

export interface LaggedCell {
  readonly unit: number;
  /** Said below its number; each begins a line in a terminal. */
  readonly words: readonly string[];
  readonly maps: readonly ShiftedMap[];
  /** Sides of the box, m. */
  readonly arena: { readonly width: number; readonly height: number };
  readonly lagCm: ArrayLike<number>; // [L]
  /** "shift (cm)" */
  readonly lagLabel: string;
  readonly curves: readonly LagCurve[];
  /** Undefined: nothing is known of it. */
  readonly heading?: (PolarData & { readonly strength: number }) | undefined;
}

const usualWidth = 780;
const [tilesPerRow, fewTiles, leastTile] = [5, 3, 92];
const leastChart = 220;
const chartHeight = 200;
const widestPolar = 210;

/** A block for each unit: maps above their autocorrelograms, and the curves over all lags below. */
export function laggedCellsFigure(
  cells: readonly LaggedCell[],
  heading: Heading,
  colourMap: ColourMapName,
  width?: number,
): Scene {
  const room = roomIn(width) ?? usualWidth;
  const blocks = cells.map((cell) => cellPanel(cell, colourMap, room));
  const unvisited = cells.some(({ maps }) => maps.some(({ rateMap }) => hasHoles(rateMap)));
  const keys = [
    writtenColourKey({
      lowest: "0, or lowest",
      highest: "peak of the unit at all these shifts",
      colourMap,
      unvisited,
      room,
    }),
    writtenColourKey({
      lowest: "\u22121",
      highest: "1, correlation at each shift of the map",
      colourMap,
      room,
    }),
    legend(nullKeys(cells), room),
  ];
  return withHeading(stacked([stacked(blocks, 26), stacked(keys, 6)], 16), heading, width);
}

const hasHoles = ({ values }: Grid): boolean => Array.from(values).some(Number.isNaN);

function nullKeys(cells: readonly LaggedCell[]): Key[] {
  const against = cells.flatMap(({ curves }) => curves).find((curve) => curve.null)?.null;
  return [
    { label: "best of the lags", colour: dataColour.second, mark: "dot" },
    ...(against
      ? [
          {
            label: against.label,
            colour: dataColour.null,
            mark: "area",
          } as const,
        ]
      : []),
  ];
}

function cellPanel(cell: LaggedCell, colourMap: ColourMapName, room: number): Panel {
  const { unit, words, curves, heading } = cell;
  const charts: Part[] = [
    ...curves.map(
      (curve): Part =>
        (given = leastChart) =>
          curvePanel(cell, curve, given),
    ),
    ...(heading && finiteRange(heading.values) ? [(given = leastChart) => headingPanel(heading, given)] : []),
  ];
  const said = paragraph(words.join(" "), room);
  return stacked(
    [textPanel(`unit ${unit}`), said, mapRows(cell, colourMap, room), arranged(charts, room, leastChart)],
    6,
  );
}

function mapRows({ maps, arena }: LaggedCell, colourMap: ColourMapName, room: number): Panel {
  const columns = (room + 10) / tilesPerRow - 10 >= leastTile ? Math.max(tilesPerRow, maps.length) : fewTiles;
  const spans = { spanX: spanOf(arena.width), spanY: spanOf(arena.height) };
  const range = finiteRange(maps.flatMap(({ rateMap }) => Array.from(rateMap.values))) ?? [0, 0];
  const common: Range = [Math.min(0, range[0]), range[1]];
  const first = maps[0]!;
  const shiftSpan = shiftSpans({ ...first, arena, ring: [0, 0] });
  const rows = Array.from({ length: Math.ceil(maps.length / columns) }, (_, row) =>
    maps.slice(row * columns, (row + 1) * columns),
  );
  return stacked(
    rows.flatMap((some) => {
      const rates = some.map(({ name, rateMap, score }) => ({
        grid: rateMap,
        captions: [name, Number.isNaN(score) ? "none" : signedText(score, 2)] as const,
      }));
      const shifts = some.map(({ autocorrelogram }) => ({ grid: autocorrelogram, over: crossHair }));
      return [
        mapTiles(rates, columns, room, { colourMap, range: common, ...spans }),
        mapTiles(shifts, columns, room, { colourMap, range: [-1, 1], ...shiftSpan }),
      ];
    }),
    8,
  );
}

/** Through shift 0. */
const crossHair = ({ width, height, x, y }: PlotArea): Shape[] => {
  const stroke = { colour: "#ffffff", width: 1, opacity: 0.8 };
  return [straight([x(0), 0], [x(0), height], stroke), straight([0, y(0)], [width, y(0)], stroke)];
};

function curvePanel(
  { lagCm, lagLabel }: LaggedCell,
  { label, values, null: against }: LagCurve,
  width: number,
): Panel {
  const drawn = [
    ...Array.from(values),
    ...(against ? [...Array.from(against.mean), ...Array.from(against.high)] : []),
  ];
  const best = bestOf(values);
  return framed({
    ...{ width, height: chartHeight, top: 20 },
    x: lagAxis(lagCm, lagLabel),
    y: { label, range: withRoom(finiteRange(drawn) ?? [0, 1]) },
    draw: (area) => [
      straight([area.x(0), 0], [area.x(0), area.height], { colour: ink.faint, width: 1 }),
      ...(against ? nullShapes(against, lagCm, area) : []),
      lineShape(lagCm, values, dataColour.first, area),
      ...(best === undefined ? [] : [dot(area.x(lagCm[best]!), area.y(values[best]!))]),
    ],
    over: (area) => [side("past", 0, "start"), side("future", area.width, "end")],
  });
}

const dot = (x: number, y: number): Shape => ({
  ...{ kind: "ellipse", x, y, radiusX: 4, radiusY: 4, fill: { colour: dataColour.second } },
  stroke: { colour: "#ffffff", width: 1 },
});

const side = (text: string, x: number, anchor: "start" | "end"): Shape => ({
  ...{ kind: "text", x, y: -6, text, anchor, size: textSize.small, colour: ink.plain },
});

/** The most negative lag where several are equal; undefined: no lag has a value. */
function bestOf(values: ArrayLike<number>): number | undefined {
  let best: number | undefined;
  for (let lag = 0; lag < values.length; lag++) {
    const value = values[lag]!;
    if (!Number.isNaN(value) && (best === undefined || value > values[best]!)) best = lag;
  }
  return best;
}

function headingPanel(heading: NonNullable<LaggedCell["heading"]>, width: number): Panel {
  const polar = polarPanel(heading, Math.min(widestPolar, width));
  const strength = Number.isNaN(heading.strength) ? "silent" : `r ${signedText(heading.strength, 3)}`;
  const panel = stacked([paragraph(`mean activity over heading, ${strength}`, width), polar], 0);
  return { width, height: panel.height, shapes: [placed(panel, 0, 0)] };
}
