/** Paths in their box, in a terminal. In a picture they are figure/decode-figure.ts's and figure/arena-figure.ts's. */
import { printable } from "../printable.ts";
import { DotCanvas, type Pen } from "./dot-canvas.ts";
import { paint, paintCells } from "./paint.ts";
import { faintPen, penSample, seriesPen } from "./pen.ts";
import type { Terminal } from "./terminal.ts";
import { formatSignificant, truncate, visibleWidth } from "./text.ts";

/** Ways through a box, or places in it. */
export interface PathSeries {
  label: string;
  /** Each [points, 2]: x and y in m. */
  paths: readonly ArrayLike<number>[];
  /** Places that are not joined by lines. Default false. */
  scattered?: boolean | undefined;
  /** What stands at each place instead of a dot. */
  mark?: string | undefined;
  /** Has the colour of the series of that index, and stands with it in the legend. */
  of?: number | undefined;
}

/** A box centred at 0, sides in m. */
export interface PlotBox {
  readonly width: number;
  readonly height: number;
  /** Lines that go out on one side come in on the other. */
  readonly periodic?: boolean | undefined;
  /** A disc, as wide as the box and as high: its wall is drawn in the frame. */
  readonly round?: boolean | undefined;
}

const WIDEST = 60;
const SHARE_OF_TERMINAL = 0.6;
const NARROWEST = 6;

/**
 * Paths in their box, true to scale: a legend, the box, a scale bar and the size of the box. Places outside the box are
 * counted, those beyond the frame not drawn.
 * @param options.columns of the inside of the box; default: a share of the terminal
 */
export function pathPlot(
  series: readonly PathSeries[],
  box: PlotBox,
  terminal: Terminal,
  { columns: given }: { readonly columns?: number | undefined } = {},
): string[] {
  const wanted = given ?? Math.min(WIDEST, Math.floor(terminal.columns * SHARE_OF_TERMINAL));
  const columns = Math.max(NARROWEST, Math.min(wanted, terminal.columns - 2));
  const rows = Math.max(1, Math.round((columns * box.height) / box.width / 2));
  const canvas = new DotCanvas(columns, rows, terminal);
  const [x, y] = [
    (metres: number) => metres / box.width + 0.5,
    (metres: number) => metres / box.height + 0.5,
  ];
  drawRoundWall(canvas, box, x, y, terminal);
  const outside = series
    .map((one, i) => drawSeries(canvas, one, box, penOf(one, i, terminal)))
    .reduce((sum, count) => sum + count, 0);
  const scale = scaleBar(box.width, columns, terminal);
  const sides = `${showMetres(box.width)} x ${showMetres(box.height)} m`;
  const across = box.width === box.height ? `${showMetres(box.width)} m across` : sides;
  const size = box.round ? `   round box, ${across}` : `   box ${sides}`;
  const lines = [
    legend(series, terminal),
    ...framed(canvas, terminal),
    visibleWidth(scale + size) > terminal.columns ? scale : scale + size,
    ...(outside > 0 ? [outsideText(outside, box)] : []),
  ];
  return lines.map((line) => truncate(line.trimEnd(), terminal.columns, terminal.unicode));
}

const wallPieces = 180;

/** The wall of a disc, behind what is drawn later; that of a rectangle is the frame. @param x @param y from m to the canvas */
export function drawRoundWall(
  canvas: DotCanvas,
  { width, height, round }: PlotBox,
  x: (metres: number) => number,
  y: (metres: number) => number,
  terminal: Terminal,
): void {
  if (!round) return;
  const at = (piece: number): [number, number] => {
    const angle = (2 * Math.PI * piece) / wallPieces;
    return [x((width / 2) * Math.cos(angle)), y((height / 2) * Math.sin(angle))];
  };
  const pen = faintPen(terminal);
  for (let piece = 0; piece < wallPieces; piece++) canvas.line(...at(piece), ...at(piece + 1), pen);
}

function penOf({ mark, of }: PathSeries, index: number, terminal: Terminal): Pen {
  const pen = seriesPen(of ?? index, terminal);
  return mark === undefined ? pen : { ...pen, mark };
}

/** NaN: nobody knows where. @returns the number of points outside the box */
function drawSeries(canvas: DotCanvas, { paths, scattered }: PathSeries, box: PlotBox, pen: Pen): number {
  const x = (metres: number) => metres / box.width + 0.5;
  const y = (metres: number) => metres / box.height + 0.5;
  let outside = 0;
  for (const path of paths) {
    for (let i = 0; i + 1 < path.length; i += 2) {
      const [atX, atY] = [path[i]!, path[i + 1]!];
      if (Number.isNaN(atX + atY)) continue;
      if (!isInside(atX, atY, box)) outside++;
      const begins = i === 0 || Number.isNaN(path[i - 2]! + path[i - 1]!);
      const [beforeX, beforeY] = begins ? [atX, atY] : [path[i - 2]!, path[i - 1]!];
      if (scattered || wraps(atX - beforeX, atY - beforeY, box)) canvas.point(x(atX), y(atY), pen);
      else canvas.line(x(beforeX), y(beforeY), x(atX), y(atY), pen);
    }
  }
  return outside;
}

/** Within the frame of a disc there is room for what is outside of it. */
const outsideText = (outside: number, { round }: PlotBox): string => {
  const points = outside === 1 ? "1 point" : `${outside} points`;
  const are = outside === 1 ? "is" : "are";
  return round ? `${points} ${are} outside the box` : `${points} outside the box ${are} not drawn`;
};

const rounding = 1e-6;

const isInside = (x: number, y: number, { width, height, round }: PlotBox): boolean =>
  round
    ? Math.hypot((2 * x) / width, (2 * y) / height) <= 1 + rounding
    : Math.abs(x) <= width / 2 && Math.abs(y) <= height / 2;

const wraps = (dx: number, dy: number, { width, height, periodic }: PlotBox): boolean =>
  periodic === true && (Math.abs(dx) > width / 2 || Math.abs(dy) > height / 2);

function legend(series: readonly PathSeries[], terminal: Terminal): string {
  const own = series.map((one, index) => ({ ...one, index })).filter(({ of }) => of === undefined);
  return own
    .map(({ label, index }) => {
      const pen = seriesPen(index, terminal);
      const marks = series.filter(({ of }) => of === index).map(({ mark = "" }) => mark);
      const character = [penSample(pen, terminal).repeat(2), ...marks].join("");
      return `${paintCells([{ character, foreground: pen.colour }], terminal.colour)} ${printable(label)}`;
    })
    .join("   ");
}

/** The canvas in a frame. */
export function framed(canvas: DotCanvas, terminal: Terminal): string[] {
  const [flat, upright] = terminal.unicode ? ["─", "│"] : ["-", "|"];
  const [topLeft, topRight, bottomLeft, bottomRight] = terminal.unicode ? "┌┐└┘" : "++++";
  const edge = flat.repeat(canvas.columns);
  return [
    `${topLeft}${edge}${topRight}`,
    ...canvas.lines().map((line) => `${upright}${line}${upright}`),
    `${bottomLeft}${edge}${bottomRight}`,
  ];
}

/** The longest of 1, 2, 5 times a power of ten that is at most a third of a width of so many metres: its length in a bar. */
export function scaleBar(width: number, columns: number, terminal: Terminal): string {
  const power = 10 ** Math.floor(Math.log10(width / 3));
  const length = [5, 2, 1].map((digit) => digit * power).find((metres) => metres <= width / 3) ?? power;
  const characters = Math.max(2, Math.round((columns * length) / width));
  const [left, flat, right] = terminal.unicode ? "├─┤" : "|-|";
  const bar = `${left}${flat!.repeat(characters - 2)}${right}`;
  return ` ${paint(bar, [128, 128, 128], terminal.colour)} ${showMetres(length)} m`;
}

const showMetres = (value: number): string => String(Number(formatSignificant(value, 3)));
