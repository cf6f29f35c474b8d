/** The two pictures of a unit, wherever it is shown. */
import { autocorrelogram } from "./autocorrelogram.ts";
import { drawHeatMap, rangeOf } from "./heat-map.ts";
import type { Units } from "./units.ts";

/** Autocorrelograms are correlations: one range for all of them. */
const correlationRange = [-1, 1] as const;

/** Draws the rate map of a unit, from its lowest to its highest rate, and its autocorrelogram. */
export function drawUnit(
  units: Units,
  unit: number,
  rateMap: HTMLCanvasElement,
  correlations: HTMLCanvasElement,
): void {
  const { rows, columns } = units;
  const map = units.map(unit);
  drawHeatMap(rateMap, map, rows, columns, rangeOf(map));
  const image = autocorrelogram(map, rows, columns, units.rule);
  drawHeatMap(correlations, image, 2 * rows - 1, 2 * columns - 1, correlationRange);
}
