/** Maps on canvases. What is drawn of a unit is pictures.ts's. */
import { colourMap } from "../../colour-map.ts";

const colourOf = colourMap("viridis");

/** A picture of one pixel a bin; the style sheet gives it its size. Row 0 is drawn at the bottom. */
export function drawHeatMap(
  canvas: HTMLCanvasElement,
  values: Float64Array,
  rows: number,
  columns: number,
  [lowest, highest]: readonly [number, number],
): void {
  canvas.width = columns;
  canvas.height = rows;
  const context = canvas.getContext("2d")!;
  const picture = context.createImageData(columns, rows);
  const scale = highest > lowest ? 1 / (highest - lowest) : 0;
  values.forEach((value, bin) => {
    const row = rows - 1 - Math.floor(bin / columns);
    picture.data.set([...colourOf((value - lowest) * scale), 255], 4 * (row * columns + (bin % columns)));
  });
  context.putImageData(picture, 0, 0);
}

/** All colours from left to right. */
export function drawColourBar(canvas: HTMLCanvasElement): void {
  const levels = Float64Array.from({ length: 256 }, (_, level) => level);
  drawHeatMap(canvas, levels, 1, 256, [0, 255]);
}

/** Lowest and highest value that is a number; both NaN where there is none. */
export function rangeOf(values: Float64Array): readonly [number, number] {
  const numbers = values.filter((value) => !Number.isNaN(value));
  return numbers.length === 0 ? [Number.NaN, Number.NaN] : [Math.min(...numbers), Math.max(...numbers)];
}
