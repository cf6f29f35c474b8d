/** A picture of what an error becomes when units are silenced. Nothing is silenced here. */
import { finiteRange } from "../grid.ts";
import { framed, type PlotArea } from "./axes.ts";
import { arranged, type Heading, roomIn, stacked, textPanel, withHeading } from "./compose.ts";
import { type Key, legend } from "./legend.ts";
import { namedRows } from "./row-names.ts";
import type { Panel, Scene, Shape } from "./scene.ts";
import { straight } from "./scene.ts";
import { signedText } from "./text.ts";
import { dataColour, ink } from "./theme.ts";

/** Nothing silenced, the units in question, or others in their place. */
export type AblationRole = "baseline" | "ablated" | "control";

export interface AblationCondition {
  /** "predictive ablated (31 units)" */
  readonly name: string;
  readonly role: AblationRole;
  /** NaN: it was not run, such as for want of units. */
  readonly mean: number;
  /** Ends of a confidence interval. */
  readonly interval?: readonly [low: number, high: number] | undefined;
  /** One value for each draw of units. */
  readonly trials?: readonly number[] | undefined;
}

/** The same conditions by one measure. */
export interface AblationPanel {
  /** "after 20 steps" */
  readonly title: string;
  readonly conditions: readonly AblationCondition[];
}

export interface AblationData {
  /** "decode error (cm)" */
  readonly axis: string;
  /** "95 % confidence interval (bootstrap)" */
  readonly intervalName: string;
  readonly panels: readonly AblationPanel[];
}

const colours: Readonly<Record<AblationRole, string>> = {
  baseline: dataColour.first,
  ablated: dataColour.second,
  control: dataColour.null,
};
const standard = 440;
const least = 320;
/** Of a panel, what names may take. */
const nameShare = 0.42;
/** Of a row, either way; as published. */
const jitter = 0.12;

/** A bar for each condition with its interval and a dot for each trial; panels side by side, each from 0 on. */
export function ablationFigure(
  { axis, intervalName, panels }: AblationData,
  heading: Heading,
  width?: number,
): Scene {
  const parts = panels.map(
    (panel) =>
      (given = standard) =>
        ablationPanel(panel, axis, given),
  );
  const room = roomIn(width) ?? parts.length * (standard + 18) - 18;
  const all = panels.flatMap(({ conditions }) => conditions);
  const keys: Key[] = [
    ...(all.some(({ interval }) => interval)
      ? [{ label: intervalName, colour: ink.strong, mark: "line" } as const]
      : []),
    ...(all.some(({ trials = [] }) => trials.length > 0)
      ? [{ label: "one trial", colour: ink.strong, mark: "dot" } as const]
      : []),
  ];
  const key = keys.length > 0 ? [legend(keys, room)] : [];
  return withHeading(stacked([...key, arranged(parts, room, least)], 10), heading, width);
}

function ablationPanel({ title, conditions }: AblationPanel, axis: string, width: number): Panel {
  const rows = namedRows(conditions.map(nameLines), nameShare * width);
  const ends = conditions.flatMap(({ mean, interval = [], trials = [] }) => [mean, ...interval, ...trials]);
  const highest = finiteRange(ends)?.[1] ?? 0;
  const frame = framed({
    ...{ width, height: rows.height + 50, grid: false },
    x: { label: axis, range: [0, highest > 0 ? 1.05 * highest : 1] },
    y: rows.axis,
    draw: (area) => conditions.flatMap((condition, i) => rowShapes(condition, rows.at(i), area)),
  });
  return stacked([textPanel(title), frame], 2);
}

/** With the numbers below, so that none has to be read off. */
function nameLines({ name, mean, interval }: AblationCondition): string[] {
  const number = (value: number) => signedText(value, Math.abs(value) < 100 ? 2 : 1);
  const between = interval ? ` (${interval.map(number).join(" to ")})` : "";
  return [name, Number.isNaN(mean) ? "not run" : `${number(mean)}${between}`];
}

function rowShapes(
  { role, mean, interval, trials = [] }: AblationCondition,
  at: number,
  { x, y }: PlotArea,
): Shape[] {
  const colour = colours[role];
  const [top, bottom] = [y(at + 0.3), y(at - 0.3)];
  // Above the dots, where there are any.
  const middle = y(trials.length > 0 ? at + 0.19 : at);
  const bar: Shape[] = Number.isNaN(mean)
    ? []
    : [
        {
          ...{ kind: "rectangle", x: 0, y: top, width: x(mean), height: bottom - top },
          fill: { colour, opacity: 0.75 },
        },
      ];
  const stroke = { colour: ink.strong, width: 1.4 };
  const whisker = interval
    ? [
        straight([x(interval[0]), middle], [x(interval[1]), middle], stroke),
        ...interval.map((end) => straight([x(end), middle - 5], [x(end), middle + 5], stroke)),
      ]
    : [];
  const dots = trials.map((value, i): Shape => {
    const place = { x: x(value), y: y(at - 0.08 + 2 * jitter * (spread(i) - 0.5)) };
    const paint = { fill: { colour: ink.strong, opacity: 0.75 }, stroke: { colour: "#ffffff", width: 0.8 } };
    return { kind: "ellipse", ...place, radiusX: 3.2, radiusY: 3.2, ...paint };
  });
  return [...bar, ...whisker, ...dots];
}

/** Numbers in 0..1 of which neighbours lie far apart, the same every time. */
const spread = (i: number): number => (i * 0.6180339887 + 0.5) % 1;
