/** A picture of which shifts units prefer, of all and of classes. Nothing is chosen here. */
import type { Range } from "../grid.ts";
import { countInBins } from "../histogram.ts";
import { framed, type PlotArea } from "./axes.ts";
import { arranged, type Heading, inWidth, type PanelSize, roomIn, stacked, withHeading } from "./compose.ts";
import { classLooks, countUnits, type LagClass } from "./lag-data.ts";
import { type Key, legend } from "./legend.ts";
import type { Fill, Panel, Scene, Shape } from "./scene.ts";
import { outline } from "./step-shapes.ts";
import { dataColour, ink } from "./theme.ts";

export interface ShiftHistogramData {
  /** Preferred shift of each unit, cm; NaN: none. */
  readonly bestCm: ArrayLike<number>; // [units]
  readonly lagCm: ArrayLike<number>; // [L]
  /** The first and the last lag at which there are scores, cm. */
  readonly edgeCm: readonly number[];
  /** Smaller shifts count as none, cm. */
  readonly minShiftCm: number;
  readonly lagLabel: string;
  readonly classes: readonly LagClass[];
  readonly bins: number;
  /** Preferred shifts by the same rule elsewhere, such as in a shuffle; drawn as shares of as many units. */
  readonly control?: { readonly label: string; readonly bestCm: ArrayLike<number> } | undefined;
}

const standard: PanelSize = { width: 320, height: 250 };
const least = 230;
const bandColour = "#e8d9a8";
const edgeColour = "#cc79a7";

/** All units and each class side by side, in the same bins; units at the first or last lag in another colour. */
export function shiftHistogramFigure(data: ShiftHistogramData, heading: Heading, width?: number): Scene {
  const all = Array.from({ length: data.bestCm.length }, (_, unit) => unit);
  const groups = [
    { name: "all", units: all, colour: dataColour.null, control: data.control },
    ...data.classes.map(({ name, units, kind }) => ({
      ...{ name, units: Array.from(units), colour: classLooks[kind].colour, control: undefined },
    })),
  ];
  const parts = groups.map(
    (group) => (given?: number) => histogramPanel(data, group, inWidth(standard, given)),
  );
  const room = roomIn(width) ?? parts.length * (standard.width + 18) - 18;
  const panels = [legend(histogramKeys(data), room), arranged(parts, room, least)];
  return withHeading(stacked(panels, 8), heading, width);
}

interface Group {
  readonly name: string;
  readonly units: readonly number[];
  readonly colour: string;
  readonly control: ShiftHistogramData["control"];
}

export function histogramPanel(data: ShiftHistogramData, group: Group, size = standard): Panel {
  const { bestCm, lagCm, minShiftCm, bins, lagLabel } = data;
  const limit = Math.max(minShiftCm, ...Array.from(lagCm, Math.abs));
  const range: Range = [-limit, limit];
  const known = group.units.map((unit) => bestCm[unit]!).filter((best) => !Number.isNaN(best));
  const counts = countInBins(known, range, bins);
  const atEdge = known.filter((best) => data.edgeCm.includes(best));
  const edgeCounts = countInBins(atEdge, range, bins);
  const control = controlCounts(group, known.length, range, bins);
  const highest = Math.max(1, ...counts, ...control);
  const rest = group.units.length - known.length;
  const missing = rest > 0 ? `, ${rest.toLocaleString("en-US")} without` : "";
  const title: Shape = {
    ...{ kind: "text", x: 0, y: 12, text: `${group.name}: ${countUnits(known.length)}${missing}` },
    ...{ size: 12, bold: true, colour: ink.strong },
  };
  const frame = framed({
    ...size,
    top: 22,
    x: { label: `preferred ${lagLabel}`, range },
    y: { label: "units", range: [0, 1.06 * highest], ...(highest < 4 && { names: wholeNumbers(highest) }) },
    draw: (area) => [
      smallShifts(minShiftCm, area),
      ...stackedBars(counts, edgeCounts, range, group.colour, area),
      ...(control.length > 0 ? [outline(control, range, area, ink.strong)] : []),
    ],
  });
  return { ...frame, shapes: [title, ...frame.shapes] };
}

/** Where a curve that still rises ends: nothing says that its highest value lies there. */
function stackedBars(
  counts: readonly number[],
  atEdge: readonly number[],
  [first, last]: Range,
  colour: string,
  { x, y }: PlotArea,
): Shape[] {
  const edge = (bin: number) => x(first + ((last - first) * bin) / counts.length);
  const bar = (bin: number, from: number, to: number, fill: Fill): Shape[] =>
    to > from
      ? [
          {
            ...{ kind: "rectangle", x: edge(bin) + 0.4, y: y(to), fill },
            ...{ width: edge(bin + 1) - edge(bin) - 0.8, height: y(from) - y(to) },
          },
        ]
      : [];
  return counts.flatMap((count, bin) => [
    ...bar(bin, 0, atEdge[bin]!, { colour: edgeColour }),
    ...bar(bin, atEdge[bin]!, count, { colour, opacity: 0.8 }),
  ]);
}

const smallShifts = (least: number, { x, height }: PlotArea): Shape => ({
  ...{ kind: "rectangle", x: x(-least), y: 0, width: x(least) - x(-least), height },
  fill: { colour: bandColour, opacity: 0.5 },
});

/** As many as there are units, spread as the control is. */
function controlCounts({ control }: Group, units: number, [first, last]: Range, bins: number): number[] {
  if (!control) return [];
  const inside = Array.from(control.bestCm).filter((best) => best >= first && best <= last);
  return countInBins(inside, [first, last], bins).map((count) => (count * units) / inside.length || 0);
}

const wholeNumbers = (highest: number) =>
  Array.from({ length: Math.floor(highest) + 1 }, (_, at) => ({ at, name: String(at) }));

/** What its colours and lines are. */
export function histogramKeys({ minShiftCm, control }: ShiftHistogramData): Key[] {
  return [
    { label: `shifts below ${Number(minShiftCm.toPrecision(3))} cm`, colour: bandColour, mark: "area" },
    { label: "at the first or last lag", colour: edgeColour, mark: "area" },
    ...(control ? [{ label: control.label, colour: ink.strong, mark: "line" } as const] : []),
  ];
}
