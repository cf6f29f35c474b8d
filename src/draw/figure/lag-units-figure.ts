/** Pictures of scores over lags unit by unit: a curve each, or all as one heat map. */
import type { ColourMapName } from "../colour-map.ts";
import { finiteRange, type Range } from "../grid.ts";
import { framed } from "./axes.ts";
import { writtenColourKey } from "./colour-key.ts";
import { arranged, type Heading, type Part, roomIn, stacked, textPanel, withHeading } from "./compose.ts";
import { heatPixels } from "./heat-pixels.ts";
import { averagedRows, evenColumns, lagAxis, withRoom } from "./lag-axis.ts";
import { lineShape, nullShapes } from "./lag-curves.ts";
import { countUnits, curveOf, type LagNull, type LagValues } from "./lag-data.ts";
import { type Key, legend } from "./legend.ts";
import { paragraph } from "./paragraph.ts";
import { type Panel, type Scene, type Shape, straight } from "./scene.ts";
import { signedText } from "./text.ts";
import { dataColour, ink } from "./theme.ts";

export interface LagUnitsData extends LagValues {
  readonly lagLabel: string;
  /** "hexagonal score (60°)" */
  readonly valueLabel: string;
}

export interface UnitCurvesData extends LagUnitsData {
  /** Which units, in that order. */
  readonly shown: readonly number[];
  /** What they are called; default their place among the values. */
  readonly numberOf?: ((unit: number) => number) | undefined;
  /** The same by another measure, drawn from its own lowest to its own highest value: "explained variance". */
  readonly beside?: { readonly label: string; readonly values: ArrayLike<number> } | undefined;
  /** Of each unit. */
  readonly nulls?: ((unit: number) => LagNull) | undefined;
}

const tile = { width: 190, height: 150 };
const leastTile = 150;
const tilesPerRow = 4;
const heat = { width: 520, height: 380 };

/** A small panel for each unit, all with the same axes. */
export function unitCurvesFigure(data: UnitCurvesData, heading: Heading, width?: number): Scene {
  const { shown, nulls, valueLabel, beside } = data;
  const curves = shown.map((unit) => curveOf(data, unit));
  const against = shown.map((unit) => nulls?.(unit));
  const all = [
    ...curves.flatMap((curve) => Array.from(curve)),
    ...against.flatMap((one) => (one ? [...Array.from(one.mean), ...Array.from(one.high)] : [])),
  ];
  const range = withRoom(finiteRange(all) ?? [0, 1]);
  const parts = shown.map(
    (unit, i): Part =>
      (given = tile.width) =>
        unitPanel({ data, unit, curve: curves[i]!, against: against[i], range }, given),
  );
  const perRow = Math.max(1, Math.min(tilesPerRow, shown.length));
  const room = roomIn(width) ?? Math.max(2, perRow) * (tile.width + 18) - 18;
  const firstNull = against.find((one) => one);
  const keys: Key[] = [
    { label: valueLabel, colour: dataColour.first, mark: "line" },
    ...(beside
      ? [
          {
            label: `${beside.label}, lowest to highest of each unit`,
            colour: dataColour.second,
            mark: "dashed",
          } as const,
        ]
      : []),
    ...(firstNull
      ? [
          {
            label: firstNull.label,
            colour: dataColour.null,
            mark: "area",
          } as const,
        ]
      : []),
  ];
  return withHeading(stacked([legend(keys, room), arranged(parts, room, leastTile)], 8), heading, width);
}

interface OneUnit {
  readonly data: UnitCurvesData;
  readonly unit: number;
  readonly curve: Float64Array;
  readonly against: LagNull | undefined;
  readonly range: Range;
}

function unitPanel({ data, unit, curve, against, range }: OneUnit, width: number): Panel {
  const { lagCm, lagLabel, beside } = data;
  const other = beside && scaledTo(range, curveOf({ ...data, values: beside.values }, unit));
  const frame = framed({
    ...{ width, height: tile.height },
    x: lagAxis(lagCm, lagLabel),
    y: { label: "", range },
    draw: (area) => [
      straight([area.x(0), 0], [area.x(0), area.height], { colour: ink.faint, width: 1 }),
      ...(against ? nullShapes(against, lagCm, area) : []),
      ...(other ? [dashed(lineShape(lagCm, other, dataColour.second, area))] : []),
      lineShape(lagCm, curve, dataColour.first, area),
    ],
  });
  return stacked([textPanel(`unit ${data.numberOf?.(unit) ?? unit}`), frame], 0);
}

const dashed = (shape: Shape): Shape =>
  shape.kind === "lines" && shape.stroke
    ? { ...shape, stroke: { ...shape.stroke, width: 1.3, dashes: [4, 3] } }
    : shape;

/** From its lowest to its highest value over the range of another axis; a level one runs in the middle. */
function scaledTo([low, high]: Range, values: Float64Array): Float64Array {
  const own = finiteRange(values);
  if (!own) return values;
  const span = own[1] - own[0];
  return values.map(
    (value) => low + (high - low) * (0.04 + 0.92 * (span > 0 ? (value - own[0]) / span : 0.5)),
  );
}

/** Every unit a line, as many together as there is room for, in the order of their numbers. */
export function lagHeatFigure(
  data: LagUnitsData,
  heading: Heading,
  colourMap: ColourMapName,
  width?: number,
): Scene {
  const { lagCm, units, lagLabel, valueLabel } = data;
  const { rows, together } = averagedRows(
    Array.from({ length: units }, (_, unit) => curveOf(data, unit)),
    heat.height,
  );
  const range = finiteRange(rows.flatMap((row) => Array.from(row))) ?? ([0, 1] as const);
  const room = roomIn(width) ?? heat.width;
  const holes = rows.some((row) => row.some(Number.isNaN));
  const frame = framed({
    ...{ width: room, height: heat.height, closed: true, grid: false },
    x: lagAxis(lagCm, lagLabel),
    y: { label: "unit", range: [0, units], names: unitMarks(units) },
    draw: (area) => {
      const pixels = heatPixels(evenColumns(lagCm, rows), range, colourMap);
      return [{ kind: "image", x: 0, y: 0, width: area.width, height: area.height, pixels }];
    },
  });
  const key = writtenColourKey({
    ...{ lowest: `${valueLabel} ${signedText(range[0], 2)}`, highest: signedText(range[1], 2) },
    ...{ colourMap, room },
  });
  const words = [
    `${countUnits(units)}.`,
    ...(together > 1 ? [`A line is the mean of ${together}.`] : []),
    ...(holes ? ["Grey: no score."] : []),
  ];
  return withHeading(stacked([paragraph(words.join(" "), room), frame, key], 8), heading, width);
}

/** Numbers of units in the middle of their lines. */
function unitMarks(units: number): { at: number; name: string }[] {
  const step = Math.max(1, 10 ** Math.floor(Math.log10(units / 2)));
  const stride = [1, 2, 5, 10].map((times) => times * step).find((size) => units / size <= 7) ?? 10 * step;
  return Array.from({ length: Math.ceil(units / stride) }, (_, i) => ({
    ...{ at: i * stride + 0.5, name: String(i * stride) },
  }));
}
