/** A curve over direction, in a terminal. Whether it is tuning is not judged here. */
import { DotCanvas } from "./dot-canvas.ts";
import { finiteRange } from "./grid.ts";
import { paint } from "./paint.ts";
import { faintPen, penSample, seriesPen } from "./pen.ts";
import type { Terminal } from "./terminal.ts";
import { formatSignificant, padLeft, truncate } from "./text.ts";

export interface PolarOptions {
  /** Of the values, for the legend. */
  unit?: string | undefined;
  /** A direction to point at from the centre, rad; NaN for none. */
  direction?: number | undefined;
  /** Lines of the circle; default 13. */
  rows?: number | undefined;
}

const MARGIN = 5;
const CIRCLE_POINTS = 180;

/**
 * A curve over direction as a radial plot: 0 degrees to the right, 90 up. The centre is 0, or the lowest value where that
 * is negative, and then a circle shows 0; the rim is the highest value.
 * @param values of equal sectors of the full turn, the first one beginning at -pi; NaN leaves a gap
 */
export function polarPlot(
  values: ArrayLike<number>,
  terminal: Terminal,
  options: PolarOptions = {},
): string[] {
  const { unit = "", direction = Number.NaN } = options;
  const range = finiteRange(values);
  if (!range) return [truncate("no values to draw", terminal.columns, terminal.unicode)];
  const rows = Math.max(3, Math.min(options.rows ?? 13, Math.floor((terminal.columns - 2 * MARGIN) / 2)));
  const canvas = new DotCanvas(2 * rows, rows, terminal);
  const centre = Math.min(0, range[0]);
  const rim = range[1] > centre ? range[1] : centre + 1;
  const radius = (value: number) => (value - centre) / (rim - centre);
  circle(canvas, 1, terminal);
  if (centre < 0 && rim > 0) circle(canvas, radius(0), terminal);
  curve(canvas, Array.from(values, radius), terminal);
  if (!Number.isNaN(direction)) {
    canvas.line(0.5, 0.5, ...placeOf(direction, 1), seriesPen(1, terminal));
  }
  const key = (index: number, text: string) => {
    const pen = seriesPen(index, terminal);
    const sample = penSample(pen, terminal);
    return `${pen.colour ? paint(sample, pen.colour, terminal.colour) : sample} ${text}`;
  };
  const number = (value: number) => formatSignificant(value, 3);
  const lines = [
    ...labelled(canvas, terminal),
    key(0, unit === "" ? "mean rate" : `mean rate (${unit})`),
    `  centre ${number(centre)}, rim ${number(rim)}${centre < 0 && rim > 0 ? ", inner circle 0" : ""}`,
    ...(Number.isNaN(direction) ? [] : [key(1, "mean direction")]),
  ];
  return lines.map((line) => truncate(line.trimEnd(), terminal.columns, terminal.unicode));
}

const placeOf = (angle: number, radius: number): [number, number] => [
  0.5 + (radius * Math.cos(angle)) / 2,
  0.5 + (radius * Math.sin(angle)) / 2,
];

function circle(canvas: DotCanvas, radius: number, terminal: Terminal): void {
  const pen = faintPen(terminal);
  for (let i = 0; i < CIRCLE_POINTS; i++) {
    canvas.point(...placeOf((2 * Math.PI * i) / CIRCLE_POINTS, radius), pen);
  }
}

/** Lines between neighbouring sectors, all around. */
function curve(canvas: DotCanvas, radii: readonly number[], terminal: Terminal): void {
  const pen = seriesPen(0, terminal);
  const angle = (i: number) => -Math.PI + (2 * Math.PI * (i + 0.5)) / radii.length;
  radii.forEach((radius, i) => {
    const next = radii[(i + 1) % radii.length]!;
    if (Number.isNaN(radius)) return;
    if (Number.isNaN(next)) canvas.point(...placeOf(angle(i), radius), pen);
    else canvas.line(...placeOf(angle(i), radius), ...placeOf(angle(i + 1), next), pen);
  });
}

function labelled(canvas: DotCanvas, terminal: Terminal): string[] {
  const degree = terminal.unicode ? "°" : " deg";
  const middle = Math.floor(canvas.rows / 2);
  const above = (text: string) => " ".repeat(MARGIN + canvas.columns / 2 - 1) + text;
  return [
    above(`90${degree}`),
    ...canvas.lines().map((line, row) => {
      const left = row === middle ? `180${terminal.unicode ? "°" : ""}` : "";
      return `${padLeft(left, MARGIN - 1)} ${line}${row === middle ? ` 0${degree}` : ""}`;
    }),
    above(`-90${degree}`),
  ];
}
