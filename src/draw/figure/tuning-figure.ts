/** A picture of how units follow heading and speed. No tuning is computed here. */
import { finiteRange } from "../grid.ts";
import { arranged, type Heading, type Part, roomIn, stacked, textPanel, withHeading } from "./compose.ts";
import { curvePanel } from "./curve-panel.ts";
import { type PolarData, polarPanel } from "./polar-panel.ts";
import { type Panel, placed, type Scene } from "./scene.ts";
import { wrapText } from "./text.ts";
import { dataColour, ink, textSize } from "./theme.ts";

export interface UnitTuningData {
  readonly name: string;
  /** What is said of both, beside their nulls; each begins a line. */
  readonly words: readonly string[];
  readonly heading: PolarData;
  readonly speed: {
    /** Middles of the bins, m/s. */
    readonly positions: ArrayLike<number>;
    /** NaN where never visited. */
    readonly rates: ArrayLike<number>;
    /** The curve goes from 0 to it, m/s. */
    readonly limit: number;
  };
}

const gap = 18;
const usualWidth = 420;
const least = 330;
/** Of the width of a unit, what the curve over heading takes. */
const polarShare = 0.44;
const widestPolar = 230;

/** Each unit with its rate over heading, as a radial plot, and over speed; two side by side. */
export function tuningFigure(units: readonly UnitTuningData[], heading: Heading, width?: number): Scene {
  const usual = units.length === 1 ? usualWidth : 2 * usualWidth + gap;
  const parts = units.map(
    (unit): Part =>
      (given) =>
        unitPanel(unit, given ?? usualWidth),
  );
  return withHeading(arranged(parts, roomIn(width) ?? usual, least), heading, width);
}

/** Of one unit. */
export function unitPanel({ name, words, heading, speed }: UnitTuningData, width: number): Panel {
  const lines = words.flatMap((text) => wrapText(text, textSize.small, width));
  const said: Panel = {
    ...{ width, height: 15 * lines.length },
    shapes: lines.map((text, i) => ({
      ...{ kind: "text", x: 0, y: 11 + 15 * i, text, size: textSize.small, colour: ink.plain },
    })),
  };
  const polar = polarPanel(heading, Math.min(widestPolar, polarShare * width));
  const values = Float64Array.from(speed.rates);
  const [lowest, highest] = finiteRange([0, ...values])!;
  const room = 0.08 * (highest - lowest) || 0.1;
  const curve = curvePanel({
    ...{ width: width - polar.width - 8, height: polar.height },
    x: { label: "speed (m/s)", range: [0, speed.limit] },
    y: { label: "mean rate (a. u.)", range: [lowest < 0 ? lowest - room : 0, highest + room] },
    curves: [{ label: "rate", colour: dataColour.first, positions: speed.positions, values }],
  });
  const both: Panel = {
    ...{ width, height: polar.height },
    shapes: [placed(polar, 0, 0), placed(curve, polar.width + 8, 0)],
  };
  return stacked([textPanel(name), said, both], 4);
}
