/** A picture of the score of each unit beside what its own null has. Nothing is shuffled here. */
import { finiteRange } from "../grid.ts";
import { framed, type PlotArea } from "./axes.ts";
import { type Heading, roomIn, stacked, withHeading } from "./compose.ts";
import { withRoom } from "./lag-axis.ts";
import { type Key, legend } from "./legend.ts";
import { paragraph } from "./paragraph.ts";
import type { Panel, Point, Scene, Shape } from "./scene.ts";
import { dataColour, ink } from "./theme.ts";

/** All by unit; NaN: the unit has no score. */
export interface UnitNullData {
  /** "hexagonal score (60°)" */
  readonly axis: string;
  readonly scores: ArrayLike<number>; // [units]
  /** Mean of the unit's null. */
  readonly nullMean: ArrayLike<number>; // [units]
  /** Percentile of the unit's null that a score has to exceed. */
  readonly threshold: ArrayLike<number>; // [units]
  /** "95th percentile" */
  readonly thresholdName: string;
  /** 1: the unit passes after correction for so many units. */
  readonly passes: ArrayLike<number>; // [units]
  /** "passes at a false discovery rate of 5 %" */
  readonly passesName: string;
}

const standard = { width: 640, height: 380 };

/** Units from the highest score to the lowest: a dot for the score, a line from the mean of its null to its threshold. */
export function unitNullFigure(data: UnitNullData, heading: Heading, width?: number): Scene {
  return withHeading(unitNullPanel(data, roomIn(width)), heading, width);
}

function unitNullPanel(data: UnitNullData, width = standard.width): Panel {
  const { scores, nullMean, threshold, passes } = data;
  const all = Array.from({ length: scores.length }, (_, unit) => unit);
  const drawn = all
    .filter((unit) => !Number.isNaN(scores[unit]!))
    .sort((a, b) => scores[b]! - scores[a]! || a - b);
  const range = finiteRange(drawn.flatMap((unit) => [scores[unit]!, nullMean[unit]!, threshold[unit]!]));
  const passing = drawn.filter((unit) => passes[unit]);
  const count = (units: readonly number[]) => units.length.toLocaleString("en-US");
  const keys: Key[] = [
    {
      label: `${data.passesName}: ${count(passing)} of ${count(all)}`,
      colour: dataColour.second,
      mark: "dot",
    },
    { label: "the others", colour: dataColour.first, mark: "dot" },
    { label: `the unit's own null, mean to ${data.thresholdName}`, colour: dataColour.null, mark: "line" },
  ];
  const silent = all.length - drawn.length;
  const words = paragraph(silent > 0 ? `Without a score: ${silent.toLocaleString("en-US")}.` : "", width);
  const frame = framed({
    ...{ ...standard, width },
    x: { label: "unit, by score", range: [0.5, Math.max(1, drawn.length) + 0.5] },
    y: { label: data.axis, range: withRoom(range ?? [0, 1]) },
    draw: (area) => [nullLines(data, drawn, area), ...scoreDots(data, drawn, area)],
  });
  return stacked([legend(keys, width), ...(words.height > 0 ? [words] : []), frame], 6);
}

function nullLines(
  { nullMean, threshold }: UnitNullData,
  units: readonly number[],
  { x, y, width }: PlotArea,
): Shape {
  const lines = units.flatMap((unit, rank): Point[][] => {
    const [from, to] = [nullMean[unit]!, threshold[unit]!];
    if (Number.isNaN(from) || Number.isNaN(to)) return [];
    const at = x(rank + 1);
    return [
      [
        [at, y(from)],
        [at, y(to)],
      ],
    ];
  });
  const stroke = {
    colour: dataColour.null,
    width: Math.min(3, Math.max(0.25, (0.6 * width) / units.length)),
  };
  return { kind: "lines", lines, stroke };
}

/** Those that pass on top. */
function scoreDots({ scores, passes }: UnitNullData, units: readonly number[], { x, y }: PlotArea): Shape[] {
  const radius = units.length > 1000 ? 1.6 : units.length > 200 ? 2.2 : 3.2;
  const stroke = radius > 2 ? { colour: ink.strong, width: 0.4 } : undefined;
  const dotsOf = (wanted: boolean) =>
    units.flatMap((unit, rank): Shape[] => {
      if (Boolean(passes[unit]) !== wanted) return [];
      const place = { x: x(rank + 1), y: y(scores[unit]!), radiusX: radius, radiusY: radius };
      const colour = wanted ? dataColour.second : dataColour.first;
      return [{ kind: "ellipse", ...place, fill: { colour }, stroke }];
    });
  return [...dotsOf(false), ...dotsOf(true)];
}
