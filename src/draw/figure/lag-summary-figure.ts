/** A picture of how many units are in each class, which shifts they prefer, and how they score without and with them. */
import { finiteRange } from "../grid.ts";
import { framed, type PlotArea } from "./axes.ts";
import { boxOf, boxShapes } from "./box-plot.ts";
import {
  arranged,
  type Heading,
  type PanelSize,
  roomIn,
  stacked,
  textPanel,
  withHeading,
} from "./compose.ts";
import { withRoom } from "./lag-axis.ts";
import { classLooks, countText, type LagClass } from "./lag-data.ts";
import { type Key, legend } from "./legend.ts";
import { namedRows } from "./row-names.ts";
import { type Panel, type Scene, type Shape, straight } from "./scene.ts";
import { histogramKeys, histogramPanel, type ShiftHistogramData } from "./shift-histogram-figure.ts";
import { cycleColour, dataColour, ink } from "./theme.ts";

export interface LagSummaryData extends ShiftHistogramData {
  /** Classes that are counted; the histogram has all units, the boxes the first two of these. */
  readonly classes: readonly LagClass[];
  readonly zeroScores: ArrayLike<number>; // [units]
  /** At the preferred shift. */
  readonly bestScores: ArrayLike<number>; // [units]
  /** "hexagonal score (60°)" */
  readonly valueLabel: string;
  /** Lines across the boxes. */
  readonly thresholds: readonly { readonly at: number; readonly label: string }[];
}

const standard: PanelSize = { width: 330, height: 260 };
const least = 290;

/** Counts, preferred shifts and scores side by side. */
export function lagSummaryFigure(data: LagSummaryData, heading: Heading, width?: number): Scene {
  const units = data.classes.flatMap((one) => Array.from(one.units));
  const group = { name: "in these classes", units, colour: dataColour.null, control: data.control };
  const parts = [
    countsPanel,
    (all: LagSummaryData, size: PanelSize) => histogramPanel(all, group, size),
    boxesPanel,
  ].map(
    (panel) =>
      (given = standard.width) =>
        panel(data, { ...standard, width: given }),
  );
  const room = roomIn(width) ?? 3 * (standard.width + 18) - 18;
  return withHeading(stacked([legend(keysOf(data), room), arranged(parts, room, least)], 8), heading, width);
}

/** Of a panel, what names may take. */
const nameShare = 0.44;

function countsPanel({ classes }: LagSummaryData, { width, height }: PanelSize): Panel {
  const names = classes.map(({ name, units, controls = [] }) => [
    `${name}: ${countText(units.length)}`,
    ...controls.map(({ label, count }) => `${label}: ${countText(count)}`),
  ]);
  const rows = namedRows(names, nameShare * width);
  const counts = classes.flatMap(({ units, controls = [] }) => [
    units.length,
    ...controls.map(({ count }) => count),
  ]);
  const frame = framed({
    ...{ width, height: Math.max(height - 18, rows.height + 50), grid: false },
    x: { label: "units", range: [0, 1.05 * Math.max(1, ...counts)] },
    y: rows.axis,
    draw: (area) => classes.flatMap((one, i) => countShapes(one, rows.at(i), area)),
  });
  return stacked([textPanel("units in each class"), frame], 2);
}

/** A bar, and a line across for what the same rule gives elsewhere. */
function countShapes({ kind, units, controls = [] }: LagClass, at: number, { x, y }: PlotArea): Shape[] {
  const [top, bottom] = [y(at + 0.3), y(at - 0.3)];
  const fill = { colour: classLooks[kind].colour, opacity: 0.75 };
  return [
    { kind: "rectangle", x: 0, y: top, width: x(units.length), height: bottom - top, fill },
    ...controls.map(({ count }, i) =>
      straight([x(count), top - 3], [x(count), bottom + 3], { colour: controlColour(i), width: 2.4 }),
    ),
  ];
}

/** Apart from those of the classes. */
const controlColour = (i: number): string => cycleColour(6 - 2 * i);

function boxesPanel(data: LagSummaryData, { width, height }: PanelSize): Panel {
  const { zeroScores, bestScores, thresholds, valueLabel } = data;
  const boxes = data.classes.slice(0, 2).flatMap(({ name, units, kind }) => {
    const colour = classLooks[kind].colour;
    const scores = (of: ArrayLike<number>) => boxOf(Array.from(units, (unit) => of[unit]!));
    return [
      { name: `${name}, no shift`, colour, box: scores(zeroScores) },
      { name: `${name}, preferred shift`, colour, box: scores(bestScores) },
    ];
  });
  const rows = namedRows(
    boxes.map(({ name, box }) => (box ? [name] : [name, "no unit"])),
    nameShare * width,
  );
  const ends = boxes.flatMap(({ box }) => (box ? [...box.whiskers, ...box.beyond] : []));
  const range = finiteRange([...ends, ...thresholds.map(({ at }) => at)]) ?? ([0, 1] as const);
  const frame = framed({
    ...{ width, height: Math.max(height - 18, rows.height + 50), grid: false },
    x: { label: valueLabel, range: withRoom(range) },
    y: rows.axis,
    draw: (area) => [
      ...thresholds.map(({ at }) =>
        straight([area.x(at), 0], [area.x(at), area.height], { colour: ink.plain, width: 1, dashes: [6, 4] }),
      ),
      ...boxes.flatMap(({ box, colour }, i) => (box ? boxShapes(box, rows.at(i), colour, area) : [])),
    ],
  });
  return stacked([textPanel("scores without and with a shift"), frame], 2);
}

function keysOf(data: LagSummaryData): Key[] {
  const labels = [
    ...new Set(data.classes.flatMap(({ controls = [] }) => controls.map(({ label }) => label))),
  ];
  return [
    ...labels.map(
      (label, i): Key => ({ label: `${label}, by the same rule`, colour: controlColour(i), mark: "line" }),
    ),
    ...histogramKeys(data),
    ...data.thresholds.map(({ label }): Key => ({ label, colour: ink.plain, mark: "dashed" })),
    { label: "mean", colour: "#ffffff", mark: "diamond" },
  ];
}
