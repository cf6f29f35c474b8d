/** A picture of the scores of units without a shift and with their best one. Neither is computed here. */
import { finiteRange, type Range } from "../grid.ts";
import { framed, type PlotArea } from "./axes.ts";
import { colourKey } from "./colour-key.ts";
import { fitted, type Heading, roomIn, stacked, withHeading } from "./compose.ts";
import { coolwarmOf } from "./css-colour.ts";
import { withRoom } from "./lag-axis.ts";
import { classLooks, controlsText, countUnits, type LagClass } from "./lag-data.ts";
import { type Key, legend } from "./legend.ts";
import { markShape } from "./marks.ts";
import { paragraph } from "./paragraph.ts";
import { type Panel, placed, type Scene, type Shape, straight } from "./scene.ts";
import { ink } from "./theme.ts";

export interface ShiftScatterData {
  /** Hexagonal score where the rat is; NaN: none. */
  readonly zeroScores: ArrayLike<number>; // [units]
  /** The highest at shifts that count as such. */
  readonly shiftedScores: ArrayLike<number>; // [units]
  /** Preferred shift, cm. */
  readonly bestCm: ArrayLike<number>; // [units]
  /** Disjoint; those that come first are drawn on top. */
  readonly classes: readonly LagClass[];
  /** Half of what the colours span, cm. */
  readonly limitCm: number;
  /** Lines across at a score, such as a threshold. */
  readonly guides: readonly { readonly at: number; readonly label: string }[];
  /** "shifted by at least 5 cm" */
  readonly shiftedName: string;
}

const standard = 560;
const heightOf = 400;
const keyGap = 14;
/** Differences of correlations lie within. */
const possible: Range = [-2, 2];

/** Each unit once: where it is by its scores, its class by its mark, its preferred shift by its colour. */
export function shiftScatterFigure(data: ShiftScatterData, heading: Heading, width?: number): Scene {
  return withHeading(
    fitted((size) => scatterPanel(data, size), roomIn(width), standard),
    heading,
    width,
  );
}

function scatterPanel(data: ShiftScatterData, width: number): Panel {
  const { zeroScores, shiftedScores, classes, guides, limitCm } = data;
  const known = (unit: number) => !Number.isNaN(zeroScores[unit]!) && !Number.isNaN(shiftedScores[unit]!);
  const inside = (unit: number) =>
    [zeroScores[unit]!, shiftedScores[unit]!].every((score) => score >= possible[0] && score <= possible[1]);
  const all = Array.from({ length: zeroScores.length }, (_, unit) => unit);
  const drawn = new Set(all.filter((unit) => known(unit) && inside(unit)));
  const [x, y] = [zeroScores, shiftedScores].map((scores) =>
    rangeOf(
      [...drawn].map((i) => scores[i]!),
      guides,
    ),
  );
  const range = [-limitCm, limitCm] as const;
  const colours = (area: PlotArea) =>
    placed(
      colourKey({ range, label: "preferred shift (cm)", colourMap: "coolwarm", height: area.height }),
      area.width + keyGap,
      0,
    );
  const key = colourKey({ range, label: "", colourMap: "coolwarm", height: heightOf });
  const frame = framed({
    ...{ width: width - key.width - keyGap, height: heightOf, closed: true },
    x: { label: "hexagonal score (60°) without shift", range: x! },
    y: { label: `highest score ${data.shiftedName}`, range: y! },
    draw: (area) => [
      ...guides.flatMap(({ at }) => guideLines(at, area)),
      straight([area.x(x![0]), area.y(x![0])], [area.x(x![1]), area.y(x![1])], diagonal),
      ...[...classes].reverse().flatMap((one) => marksOf(one, data, drawn, area)),
    ],
    over: (area) => [colours(area)],
  });
  const body: Panel = { ...frame, width: width };
  const words = [
    controlsText(classes),
    leftOutText(all.length - drawn.size, all.filter((i) => !known(i)).length),
  ];
  const text = paragraph(words.filter((part) => part !== "").join(" "), width);
  return stacked([legend(keysOf(data), width), ...(text.height > 0 ? [text] : []), body], 6);
}

function rangeOf(scores: readonly number[], guides: ShiftScatterData["guides"]): Range {
  const [lowest, highest] = finiteRange([...scores, ...guides.map(({ at }) => at)]) ?? [0, 1];
  return withRoom([lowest, highest], 0.05);
}

const diagonal = { colour: ink.plain, width: 1.2, dashes: [1.5, 3] };
const dashed = { colour: ink.plain, width: 1, dashes: [6, 4] };

const guideLines = (at: number, { width, height, x, y }: PlotArea): Shape[] => [
  straight([x(at), 0], [x(at), height], dashed),
  straight([0, y(at)], [width, y(at)], dashed),
];

function marksOf(
  { kind, units }: LagClass,
  { zeroScores, shiftedScores, bestCm, limitCm }: ShiftScatterData,
  drawn: ReadonlySet<number>,
  { x, y }: PlotArea,
): Shape[] {
  const size = drawn.size > 1500 ? 2.6 : drawn.size > 300 ? 3.6 : 5;
  return Array.from(units)
    .filter((unit) => drawn.has(unit))
    .flatMap((unit) => {
      const place = [x(zeroScores[unit]!), y(shiftedScores[unit]!)] as const;
      return markShape(classLooks[kind].form, place, size, coolwarmOf(bestCm[unit]! / limitCm));
    });
}

const keysOf = ({ classes, guides, shiftedName }: ShiftScatterData): Key[] => [
  ...classes.map(({ kind, name, units }): Key => {
    const label = `${name}: ${countUnits(units.length)}`;
    return { label, colour: "#dddcdc", mark: classLooks[kind].form };
  }),
  ...guides.map(({ label }): Key => ({ label, colour: ink.plain, mark: "dashed" })),
  { label: `as high ${shiftedName} as without`, colour: ink.plain, mark: "dotted" },
];

function leftOutText(missing: number, unscored: number): string {
  const beyond = missing - unscored;
  return [
    ...(unscored > 0 ? [`${countUnits(unscored)} without a score not drawn.`] : []),
    ...(beyond > 0
      ? [`${countUnits(beyond)} with a score beyond ±2, which no correlations give, not drawn.`]
      : []),
  ].join(" ");
}
