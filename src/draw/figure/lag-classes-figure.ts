/** A picture of how scores go over lags in each class: all units as a heat map, and below it their mean. */
import type { ColourMapName } from "../colour-map.ts";
import { finiteRange, type Range } from "../grid.ts";
import { framed, type PlotArea } from "./axes.ts";
import { writtenColourKey } from "./colour-key.ts";
import { arranged, type Heading, type Part, roomIn, stacked, textPanel, withHeading } from "./compose.ts";
import { cssColour } from "./css-colour.ts";
import { heatPixels, unvisitedColour } from "./heat-pixels.ts";
import { averagedRows, evenColumns, lagAxis, withRoom } from "./lag-axis.ts";
import { type ClassCurve, classCurve, curveRange, curveShapes, nullShapes } from "./lag-curves.ts";
import { classLooks, controlsText, countUnits, curveOf, type LagClass, type LagValues } from "./lag-data.ts";
import { type Key, legend } from "./legend.ts";
import { paragraph } from "./paragraph.ts";
import type { Axis } from "./scale.ts";
import { type Panel, placed, type Scene, type Shape, straight } from "./scene.ts";
import { signedText } from "./text.ts";
import { dataColour, ink, textSize } from "./theme.ts";

export interface LagClassesData extends LagValues {
  /** "shift (cm)" */
  readonly lagLabel: string;
  /** "hexagonal score (60°)" */
  readonly valueLabel: string;
  /** Preferred shift of each unit, cm: by it the rows of the heat maps are sorted. */
  readonly bestCm: ArrayLike<number>; // [units]
  readonly classes: readonly ClassCurve[];
}

const [heatHeight, curveHeight] = [210, 190];
const standard = 300;
const least = 220;
const right = 10;

/** One column a class; all heat maps and all curves have the same axes and colours. A class without units has none of both. */
export function lagClassesFigure(
  data: LagClassesData,
  heading: Heading,
  colourMap: ColourMapName,
  width?: number,
): Scene {
  const rows = data.classes.map((one) => rowsOf(data, one));
  const [low, high] = finiteRange(rows.flatMap((some) => some.flatMap((row) => Array.from(row)))) ?? [0, 0];
  const colours: Range = [Math.min(-0.1, low), Math.max(0.3, high)];
  const curves = data.classes.map((one, i) => classCurve(one, rows[i]!));
  const y = { label: data.valueLabel, range: withRoom(curveRange(curves)) };
  const parts = data.classes.map(
    (one, i): Part =>
      (given = standard) =>
        columnPanel({ data, one, rows: rows[i]!, colours, colourMap, curve: curves[i]!, y }, given),
  );
  const room = roomIn(width) ?? data.classes.length * (standard + 18) - 18;
  const lowest = `${data.valueLabel} ${signedText(colours[0], 2)}`;
  const key = writtenColourKey({ lowest, highest: signedText(colours[1], 2), colourMap, room });
  const words = paragraph(controlsText(data.classes), room);
  const panels = [
    legend(
      keysOf(
        data.classes,
        rows.flat().some((row) => row.some(Number.isNaN)),
      ),
      room,
    ),
    arranged(parts, room, least),
    key,
  ];
  return withHeading(stacked([...(words.height > 0 ? [words] : []), ...panels], 10), heading, width);
}

/** Curves of its units, those of the most negative shift first. */
function rowsOf(data: LagClassesData, { units }: LagClass): Float64Array[] {
  const sorted = Array.from(units).sort((a, b) => data.bestCm[a]! - data.bestCm[b]! || a - b);
  return sorted.map((unit) => curveOf(data, unit));
}

interface Column {
  readonly data: LagClassesData;
  readonly one: ClassCurve;
  readonly rows: readonly Float64Array[];
  readonly colours: Range;
  readonly colourMap: ColourMapName;
  readonly curve: ReturnType<typeof classCurve>;
  readonly y: Axis;
}

function columnPanel({ data, one, rows, colours, colourMap, curve, y }: Column, width: number): Panel {
  const x = lagAxis(data.lagCm, data.lagLabel);
  const { rows: drawn, together } = averagedRows(rows, heatHeight);
  const empty = rows.length === 0;
  const heat = (sizeOf: number) =>
    framed({
      ...{
        x: { ...x, label: "" },
        width: sizeOf,
        height: heatHeight,
        sizeOf: "area",
        closed: true,
        grid: false,
      },
      y: {
        label: "unit, by preferred shift",
        range: [0, Math.max(1, rows.length)],
        ...onlyEnds(rows.length),
      },
      draw: (area) => (empty ? nothingIn(area) : [heatImage(data.lagCm, drawn, colours, colourMap, area)]),
    });
  const below = (sizeOf: number) =>
    framed({
      ...{ x, y, width: sizeOf, height: curveHeight - 50, sizeOf: "area" },
      draw: (area) =>
        empty
          ? nothingIn(area)
          : [
              straight([area.x(0), 0], [area.x(0), area.height], { colour: ink.faint, width: 1 }),
              ...(one.null ? nullShapes(one.null, data.lagCm, area) : []),
              ...curveShapes(curve, data.lagCm, classLooks[one.kind].colour, area),
            ],
    });
  const left = Math.max(heat(1).area.x, below(1).area.x);
  const [upper, lower] = [heat(width - left - right), below(width - left - right)];
  const aligned = (panel: typeof upper): Panel => ({
    ...{ width, height: panel.height, shapes: [placed(panel, left - panel.area.x, 0)] },
  });
  const title = textPanel(`${capital(one.name)}: ${countUnits(rows.length)}`);
  const note = together > 1 ? [paragraph(`A line is the mean of ${together} units.`, width)] : [];
  return stacked([title, ...note, aligned(upper), aligned(lower)], 4);
}

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

/** Ranks have no round numbers worth a line. */
const onlyEnds = (count: number): Pick<Axis, "names"> => ({
  names:
    count === 0 ? [] : [{ at: 0, name: "1" }, ...(count > 1 ? [{ at: count, name: String(count) }] : [])],
});

function heatImage(
  lagCm: ArrayLike<number>,
  rows: readonly Float64Array[],
  range: Range,
  colourMap: ColourMapName,
  { width, height }: PlotArea,
): Shape {
  const pixels = heatPixels(evenColumns(lagCm, rows), range, colourMap);
  return { kind: "image", x: 0, y: 0, width, height, pixels };
}

const nothingIn = ({ width, height }: PlotArea): Shape[] => [
  {
    ...{ kind: "text", x: width / 2, y: height / 2 + 4, text: "no unit in this class", anchor: "middle" },
    ...{ size: textSize.label, colour: ink.plain },
  },
];

function keysOf(classes: readonly ClassCurve[], holes: boolean): Key[] {
  const known = classes.find((one) => one.null)?.null;
  return [
    { label: "mean of the class, ± standard error", colour: ink.strong, mark: "line" },
    ...(known
      ? [
          {
            label: known.label,
            colour: dataColour.null,
            mark: "area",
          } as const,
        ]
      : []),
    ...(holes ? [{ label: "no score", colour: cssColour(unvisitedColour), mark: "area" } as const] : []),
  ];
}
