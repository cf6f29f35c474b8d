/** The vertical axis of a line chart in a terminal: which value each row stands for, so that round numbers fall on rows evenly apart. */
import type { Range } from "./grid.ts";

export interface RowAxis {
  /** Of the lowest and the highest row; decadic logarithms when the axis is logarithmic. */
  readonly range: Range;
  /** Labels of the rows, top row first; empty where a row has none. */
  readonly labels: readonly string[];
}

/** Rows as multiples of a step, `perTick` of them from one round number to the next. */
interface Rows {
  /** Rows of one `unit`: a power of ten of values, or one decade. */
  readonly perUnit: number;
  readonly unit: number;
  readonly perTick: number;
}

const mostTicks = { linear: 7, logarithmic: 9 } as const;
/** With more digits than this, multiples of a step are told apart no more. */
const mostSteps = 2 ** 40;

/** Steps of a linear axis: 1, 2 and 5 of a power of ten, divided into rows. */
const stepDigits = [1, 2, 5];

/**
 * An axis of `height` rows that shows all of `needed`, and as little more as ticks at 1, 2 or 5 times a power of ten
 * allow; they are evenly apart, and two at least. Undefined where doubles have no such numbers.
 */
export function linearAxis(needed: Range, height: number): RowAxis | undefined {
  const power = Math.floor(Math.log10(needed[1] / (height - 1) - needed[0] / (height - 1)));
  const candidates: Rows[] = [];
  for (const exponent of [power, power + 1, power + 2, power + 3]) {
    for (const digit of stepDigits) {
      for (let perTick = 1; perTick < height; perTick++) {
        candidates.push({ unit: digit * 10 ** exponent, perUnit: perTick, perTick });
      }
    }
  }
  return bestAxis(candidates, needed, height, mostTicks.linear, ({ unit, perTick }, row) => {
    return linearLabel((row / perTick) * unit, unit, needed);
  });
}

/** Rows of a decade where 1, 2 and 5 fall on rows, within a third of one. */
const fineRows = [12, 9, 6, 3];
/** Where only powers of ten do. */
const coarseRows = [11, 10, 8, 7, 5, 4, 2, 1];
const decadesOfTick = [1, 2, 5, 10, 20, 50, 100, 200];

/** The same of decadic logarithms: ticks at 1, 2 and 5 of each power of ten, only at powers where that is too many. */
export function logarithmicAxis(needed: Range, height: number): RowAxis | undefined {
  const fine = fineRows.map((perUnit) => ({ unit: 1, perUnit, perTick: perUnit / 3 }));
  const powers = [...fineRows, ...coarseRows].map((perUnit) => ({ unit: 1, perUnit, perTick: perUnit }));
  const decades = decadesOfTick.flatMap((unit) =>
    [1, 2, 5].map((perTick) => ({ unit, perUnit: 1, perTick })),
  );
  const threeOfTwoDecades = { unit: 2, perUnit: 3, perTick: 3 };
  return bestAxis(
    [...fine, ...powers, threeOfTwoDecades, ...decades],
    needed,
    height,
    mostTicks.logarithmic,
    ({ unit, perUnit }, row) => {
      const decade = Math.floor(row / perUnit);
      const mantissa = [1, 2, 5][Math.round((3 * (row - decade * perUnit)) / perUnit)]!;
      return logarithmicLabel(mantissa, decade * unit);
    },
  );
}

/** The one that wastes the fewest rows; of those as good, the one with the most ticks. Only two of them are worth a third of the rows. */
function bestAxis(
  candidates: readonly Rows[],
  [lowest, highest]: Range,
  height: number,
  most: number,
  label: (rows: Rows, row: number) => string,
): RowAxis | undefined {
  let best: { rows: Rows; first: number; size: number; ticks: number; cost: number } | undefined;
  for (const rows of candidates) {
    const size = rows.unit / rows.perUnit;
    const first = Math.floor(lowest / size + 1e-6);
    const last = first + height - 1;
    const covers = last * size >= highest - size * 1e-6;
    const isWithinDoubles = Math.abs(first) < mostSteps && Number.isFinite(first * size + last * size);
    const ticks = Math.floor(last / rows.perTick) - Math.ceil(first / rows.perTick) + 1;
    if (!covers || !isWithinDoubles || ticks < 2 || ticks > most) continue;
    const cost = size * (ticks === 2 ? 4 / 3 : 1);
    const isBetter =
      !best || cost < best.cost * (1 - 1e-9) || (cost < best.cost * (1 + 1e-9) && ticks > best.ticks);
    if (isBetter) best = { rows, first, size, ticks, cost };
  }
  if (!best) return undefined;
  const { rows, first, size } = best;
  const labels = Array.from({ length: height }, (_, i) => {
    const row = first + height - 1 - i;
    return row % rows.perTick === 0 ? label(rows, row) : "";
  });
  return { range: [first * size, (first + height - 1) * size], labels };
}

/** As many decimals as the step has. Powers of ten for numbers that are all tiny or some huge. */
function linearLabel(value: number, step: number, [lowest, highest]: Range): string {
  const exponent = Math.floor(Math.log10(step) + 1e-9);
  const largest = Math.max(Math.abs(lowest), Math.abs(highest));
  if (largest >= 1e-3 && largest < 1e6) return value.toFixed(Math.max(0, -exponent));
  if (value === 0) return "0";
  const digits = Math.max(0, Math.floor(Math.log10(Math.abs(value)) + 1e-9) - exponent);
  return value.toExponential(Math.min(20, digits)).replace("e+", "e");
}

/** "0.05", "200", "1e-7" */
function logarithmicLabel(mantissa: number, exponent: number): string {
  return exponent >= -3 && exponent < 6
    ? String(Number(`${mantissa}e${exponent}`))
    : `${mantissa}e${exponent}`;
}
