/** A picture of the numbers of several networks: a small panel for each number. Nothing is computed of them but the axes. */
import { finiteRange, openedRange, type Range } from "../grid.ts";
import { framed, type PlotArea } from "./axes.ts";
import {
  arranged,
  type Heading,
  inWidth,
  type PanelSize,
  type Part,
  roomIn,
  stacked,
  withHeading,
} from "./compose.ts";
import { type Key, legend } from "./legend.ts";
import { type Panel, type Scene, type Shape, straight } from "./scene.ts";
import { cycleColour, dataColour, ink, textSize } from "./theme.ts";

/** A number of every network. */
export interface ComparisonNumber {
  /** Quantity and unit: "decode error (cm)". */
  readonly label: string;
  /** One for each network; NaN draws nothing. */
  readonly values: readonly number[];
  readonly mean: number;
  /** Standard deviation; NaN draws no band. */
  readonly deviation: number;
  /** What noise has of it, for each network; undefined where that is no question. */
  readonly noise?: readonly number[] | undefined;
}

export interface ComparisonData {
  /** Names of the networks. */
  readonly networks: readonly string[];
  readonly numbers: readonly ComparisonNumber[];
}

const panelSize = { width: 230, height: 215 };
const panelsPerRow = 3;
const [least, gap] = [170, 18];
/** So many names fit a legend; more are numbered only. */
const mostNames = 16;

/** A dot for each network, their mean as a line, one standard deviation as a band, and what noise has in grey. @throws RangeError without numbers */
export const comparisonFigure = (data: ComparisonData, heading: Heading, width?: number): Scene =>
  withHeading(comparisonPanel(data, roomIn(width)), heading, width);

/**
 * The panels of the numbers in rows, and below them which colour is which network.
 * @param room pixels of the width; by default four panels @throws RangeError without numbers
 */
export function comparisonPanel(
  { networks, numbers }: ComparisonData,
  room = panelsPerRow * (panelSize.width + gap) - gap,
): Panel {
  const shown = numbers.filter(({ values }) => finiteRange(values));
  if (shown.length === 0) throw new RangeError("no numbers to draw");
  const parts = shown.map(
    (number): Part =>
      (given) =>
        numberPanel(number, networks.length, inWidth(panelSize, given)),
  );
  const panels = arranged(parts, room, least, gap);
  return stacked([panels, keysOf(networks, shown, panels.width)]);
}

function numberPanel(
  { label, values, mean, deviation, noise = [] }: ComparisonNumber,
  networks: number,
  size: PanelSize,
): Panel {
  const y = rangeOf([...values, ...noise, mean - deviation, mean + deviation]);
  const title: Shape = {
    ...{ kind: "text", x: 0, y: 12, text: label, size: textSize.label, colour: ink.strong },
  };
  const frame = framed({
    ...size,
    top: 22,
    x: { label: "network", range: [0.5, networks + 0.5] },
    y: { label: "", range: y },
    draw: (area) => [
      ...spreadShapes(mean, deviation, area),
      ...noise.flatMap((value, i) => noiseMark(value, i + 1, area)),
      ...values.flatMap((value, i) => dot(value, i, area)),
    ],
  });
  return { ...frame, shapes: [title, ...frame.shapes] };
}

/** Everything that is drawn, with room above and below. */
function rangeOf(drawn: readonly number[]): Range {
  const [lowest, highest] = openedRange(finiteRange(drawn)!);
  const room = 0.08 * (highest - lowest);
  return [lowest - room, highest + room];
}

function spreadShapes(mean: number, deviation: number, { width, y }: PlotArea): Shape[] {
  const line = straight([0, y(mean)], [width, y(mean)], { colour: ink.plain, width: 1.2 });
  if (Number.isNaN(deviation)) return [line];
  const [top, bottom] = [y(mean + deviation), y(mean - deviation)];
  const fill = { colour: ink.faint, opacity: 0.45 };
  return [{ kind: "rectangle", x: 0, y: top, width, height: bottom - top, fill }, line];
}

const dot = (value: number, network: number, { x, y }: PlotArea): Shape[] =>
  Number.isNaN(value)
    ? []
    : [
        {
          ...{ kind: "ellipse", x: x(network + 1), y: y(value), radiusX: 4, radiusY: 4 },
          ...{ fill: { colour: cycleColour(network) }, stroke: { colour: "#ffffff", width: 0.8 } },
        },
      ];

function noiseMark(value: number, position: number, { x, y }: PlotArea): Shape[] {
  if (Number.isNaN(value)) return [];
  const half = Math.min(8, 0.4 * (x(2) - x(1)));
  const ends = [x(position) - half, x(position) + half] as const;
  return [straight([ends[0], y(value)], [ends[1], y(value)], { colour: dataColour.null, width: 2 })];
}

function keysOf(networks: readonly string[], numbers: readonly ComparisonNumber[], width: number): Panel {
  const names =
    networks.length <= mostNames
      ? networks.map((name, i): Key => ({ label: `${i + 1} ${name}`, colour: cycleColour(i), mark: "dot" }))
      : [];
  const keys: Key[] = [
    ...names,
    { label: "mean and s.d.", colour: ink.plain, mark: "line" },
    ...(numbers.some(({ noise }) => noise)
      ? [{ label: "matched noise", colour: dataColour.null, mark: "line" } as const]
      : []),
  ];
  return legend(keys, width);
}
