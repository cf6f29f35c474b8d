/** All that is measured of each rate map beside its grid score. */
import type { Box } from "./bin-assignment.ts";
import { borderRatio } from "./border-ratio.ts";
import { coherence } from "./coherence.ts";
import { binArea, largeFields } from "./firing-field.ts";
import { checkMaps, columnsOf, type MapShape, type Maps, rowsOf } from "./map-set.ts";
import { selectivity } from "./selectivity.ts";
import { sparsity } from "./sparsity.ts";
import { spatialInformation } from "./spatial-information.ts";
import { visitedRates } from "./visited-rates.ts";

/** One number a unit, NaN where it has none. Docs: docs/measures.md. */
export interface MapMeasures {
  /** Bits per spike, or per unit of activity. */
  readonly information: Float64Array;
  /** The same times the mean rate: bits per second where rates are. */
  readonly informationRate: Float64Array;
  readonly sparsity: Float64Array;
  readonly selectivity: Float64Array;
  readonly coherence: Float64Array;
  readonly borderRatio: Float64Array;
  /** Number of firing fields above 30 % of the peak and 200 cm^2. */
  readonly fields: Float64Array;
  /** Their mean area, m^2; NaN without any. */
  readonly fieldSize: Float64Array;
  /** 1 where a unit was below zero: it has none of the measures of firing rates. */
  readonly signed: Uint8Array;
}

export interface MapMeasureOptions {
  /** m. */
  readonly box: Box;
  /** [y, x] samples in each bin; without them all bins that have a rate count the same. */
  readonly visits?: ArrayLike<number> | undefined;
  /** The smallest activity of each unit; without it the smallest rate of its map. */
  readonly smallest?: ArrayLike<number> | undefined;
}

function noMeasures(units: number): MapMeasures {
  const numbers = () => new Float64Array(units).fill(Number.NaN);
  return {
    ...{ information: numbers(), informationRate: numbers(), sparsity: numbers(), selectivity: numbers() },
    ...{ coherence: numbers(), borderRatio: numbers(), fields: numbers(), fieldSize: numbers() },
    signed: new Uint8Array(units),
  };
}

/**
 * @param maps [units, y, x], NaN where unvisited
 * @throws UserError when the length of `maps` does not fit
 */
export function mapMeasures(maps: Maps, shape: MapShape, options: MapMeasureOptions): MapMeasures {
  checkMaps(maps, shape);
  const { box, visits, smallest } = options;
  const [rows, columns] = [rowsOf(shape), columnsOf(shape)];
  const size = rows * columns;
  const measures = noMeasures(shape.units);
  for (let unit = 0; unit < shape.units; unit++) {
    const map = maps.subarray(unit * size, (unit + 1) * size);
    const visited = visitedRates(map, visits);
    measures.coherence[unit] = coherence(map, rows, columns);
    const fields = largeFields(map, rows, columns, box);
    measures.fields[unit] = fields.length;
    const bins = fields.reduce((sum, field) => sum + field.length, 0);
    measures.fieldSize[unit] = (bins / fields.length) * binArea(rows, columns, box);
    if (visited.signed || (smallest?.[unit] ?? 0) < 0) {
      measures.signed[unit] = 1;
      continue;
    }
    const { perSpike, rate } = spatialInformation(visited);
    measures.information[unit] = perSpike;
    measures.informationRate[unit] = rate;
    measures.sparsity[unit] = sparsity(visited);
    measures.selectivity[unit] = selectivity(visited);
    measures.borderRatio[unit] = borderRatio(map, rows, columns);
  }
  return measures;
}
