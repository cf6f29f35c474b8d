/** How spacings or orientations of grids spread, beside those of noise. Nothing is measured here. */
import type { Range } from "../grid.ts";
import { countInBins } from "../histogram.ts";
import { framed, type PlotArea } from "./axes.ts";
import { type Heading, inWidth, type PanelSize, roomIn, withHeading } from "./compose.ts";
import { type Key, legend } from "./legend.ts";
import { type Panel, placed, type Scene, type Shape } from "./scene.ts";
import { bars, outline } from "./step-shapes.ts";
import { dataColour, ink } from "./theme.ts";

export interface LatticeSample {
  /** Says how many of how many they are, by which threshold. */
  readonly label: string;
  /** Of those that are shown; NaN: it has none. */
  readonly values: ArrayLike<number>;
  /** Of how many these are a part: shares are of all. */
  readonly all: number;
}

export interface LatticeData {
  /** Quantity and unit. */
  readonly axis: string;
  /** Where values can lie, cut into equal bins. */
  readonly range: Range;
  readonly bins: number;
  /** The units first, then what they are held against. */
  readonly samples: readonly LatticeSample[];
  /** What was fitted to the first sample: its share of all in a bin, in percent, over the axis. */
  readonly fit?: {
    readonly label: string;
    readonly positions: readonly number[];
    readonly values: readonly number[];
  };
}

const usual: PanelSize = { width: 520, height: 340 };
const colours = [dataColour.first, dataColour.null, dataColour.second];

/** The first sample as bars, the others as outlines: shares of all in each bin. */
export function latticePanel({ axis, range, bins, samples, fit }: LatticeData, size = usual): Panel {
  const shares = samples.map(({ values, all }) =>
    countInBins(values, range, bins).map((count) => (100 * count) / all),
  );
  const keys = samples.map(
    ({ label }, i): Key => ({ label, colour: colours[i]!, mark: i === 0 ? "area" : "line" }),
  );
  if (fit) keys.push({ label: fit.label, colour: ink.strong, mark: "line" });
  const above = legend(keys, size.width);
  const panel = framed({
    ...{ ...size, top: above.height + 8 },
    x: { label: axis, range },
    y: {
      label: "share of all in bin (%)",
      range: [0, 1.1 * Math.max(...shares.flat(), ...(fit?.values ?? [])) || 1],
    },
    draw: (area) => [
      ...bars(shares[0]!, range, area),
      ...shares.slice(1).map((heights, i) => outline(heights, range, area, colours[i + 1]!)),
      ...(fit ? [fitLine(fit, area)] : []),
    ],
  });
  return { ...panel, shapes: [placed(above, 0, 0), ...panel.shapes] };
}

const fitLine = (fit: NonNullable<LatticeData["fit"]>, area: PlotArea): Shape => ({
  kind: "lines",
  lines: [fit.positions.map((position, i) => [area.x(position), area.y(fit.values[i]!)] as const)],
  stroke: { colour: ink.strong, width: 1.6 },
});

export const latticeFigure = (data: LatticeData, heading: Heading, width?: number): Scene =>
  withHeading(latticePanel(data, inWidth(usual, roomIn(width))), heading, width);
