/** A picture of many curves over heading, small and in rows. With speed, and as radial plots, they are tuning-figure.ts's. */
import { finiteRange } from "../grid.ts";
import { framed } from "./axes.ts";
import {
  arranged,
  type Heading,
  inWidth,
  type Part,
  roomIn,
  stacked,
  textPanel,
  withHeading,
} from "./compose.ts";
import type { Panel, Point, Scene, Shape } from "./scene.ts";
import { wrapText } from "./text.ts";
import { dataColour, ink, textSize } from "./theme.ts";

export interface HeadingCurve {
  readonly name: string;
  /** What is said of it, beside its null. */
  readonly words: string;
  /** Of equal sectors of the full turn, the first one beginning at -pi; NaN leaves a gap. */
  readonly rates: ArrayLike<number>;
  /** Whether the unit is below zero anywhere: its axis then need not begin at 0. */
  readonly signed: boolean;
}

const standard = { width: 210, height: 130 };
const least = 190;
const gap = 14;
/** In a row: of a few, and of many. */
const [few, many] = [5, 8];

/** Rows of five curves, of eight where there are more than twenty. */
export function headingSheetFigure(curves: readonly HeadingCurve[], heading: Heading, width?: number): Scene {
  const columns = Math.min(curves.length, curves.length > 4 * few ? many : few);
  const room = roomIn(width) ?? columns * (standard.width + gap) - gap;
  const parts = curves.map(
    (curve): Part =>
      (given) =>
        curvePart(curve, given),
  );
  return withHeading(arranged(parts, room, least, gap), heading, width);
}

function curvePart({ name, words, rates, signed }: HeadingCurve, given: number | undefined): Panel {
  const { width, height } = inWidth(standard, given);
  const lines = wrapText(words, textSize.small, width);
  const said: Panel = {
    ...{ width, height: 14 * lines.length },
    shapes: lines.map((text, i) => ({
      ...{ kind: "text", x: 0, y: 10 + 14 * i, text, size: textSize.small, colour: ink.plain },
    })),
  };
  return stacked([textPanel(name), said, plot(rates, signed, { width, height })], 2);
}

function plot(
  rates: ArrayLike<number>,
  signed: boolean,
  size: { readonly width: number; readonly height: number },
): Panel {
  const [lowest, highest] = finiteRange(rates) ?? [0, 1];
  const room = 0.08 * (highest - lowest) || 0.1;
  const names = [
    { at: -Math.PI, name: "−π" },
    { at: 0, name: "0" },
    { at: Math.PI, name: "π" },
  ];
  return framed({
    ...size,
    x: { label: "", range: [-Math.PI, Math.PI], names },
    y: { label: "", range: [signed ? lowest - room : 0, highest + room] },
    draw: ({ x, y, width }): Shape[] => [
      ...(lowest < 0 && highest > 0
        ? [
            {
              kind: "lines",
              lines: [
                [
                  [0, y(0)],
                  [width, y(0)],
                ],
              ],
              stroke: zeroStroke,
            } as Shape,
          ]
        : []),
      { kind: "lines", lines: runsOf(rates, x, y), stroke: { colour: dataColour.first, width: 1.4 } },
    ],
  });
}

const zeroStroke = { colour: ink.plain, width: 1, dashes: [3, 3] };

/** Through the middles of the sectors. */
function runsOf(
  rates: ArrayLike<number>,
  x: (heading: number) => number,
  y: (rate: number) => number,
): Point[][] {
  const runs: Point[][] = [[]];
  for (let sector = 0; sector < rates.length; sector++) {
    const rate = rates[sector]!;
    if (Number.isNaN(rate)) runs.push([]);
    else runs.at(-1)!.push([x(-Math.PI + (2 * Math.PI * (sector + 0.5)) / rates.length), y(rate)]);
  }
  return runs.filter((run) => run.length > 1);
}
