/** Single units over lags, as they are drawn: maps at some shifts, curves over all lags, tuning to heading. */
import { autocorrelograms } from "../../../analyse/autocorrelogram.ts";
import { stepHeadings } from "../../../analyse/lags/heading-of-steps.ts";
import type { LagOptions, LagSweep } from "../../../analyse/lags/lag-sweep.ts";
import { sweepLags } from "../../../analyse/lags/sweep-lags.ts";
import type { LagNull } from "../../../draw/figure/lag-data.ts";
import type { LagCurve, LaggedCell, ShiftedMap } from "../../../draw/figure/lagged-cell-figure.ts";
import { signedText } from "../../../draw/figure/text.ts";
import type { Grid } from "../../../draw/grid.ts";
import type { Engine } from "../../../engine/engine.ts";
import type { Pace } from "../../../session/analysis.ts";
import type { ActivitySource } from "../../../tasks/activity-source.ts";
import { UserError } from "../../../user-error.ts";
import { shiftLabel } from "./lag-pictures.ts";

export interface CellWishes {
  /** Numbers of units, in the order in which they are shown. */
  readonly cells: readonly number[];
  /** Shifts at which maps are shown beside the one without, cm; undefined: 5, 10, 15 and 20 as far as the lags go. */
  readonly shiftsCm?: readonly number[] | undefined;
  /** Null of the score of a unit. */
  readonly nullOf?: ((unit: number) => LagNull | undefined) | undefined;
}

/** As published. */
const usualShiftsCm = [5, 10, 15, 20];
const sectors = 36;

/**
 * One more pass over the source, for these units alone.
 * @param options of the sweep that they were found by
 * @throws UserError when a wanted shift is not among the lags, or the memory lacks
 */
export async function laggedCells(
  engine: Engine,
  source: ActivitySource,
  options: LagOptions,
  wishes: CellWishes,
  pace?: Pace,
): Promise<LaggedCell[]> {
  const only = [...new Set(wishes.cells)].sort((a, b) => a - b);
  const sweep = await sweepLags(engine, source, { ...options, only, keepMaps: true }, pace);
  const rows = shownRows(sweep, wishes.shiftsCm);
  const tuned = stepHeadings(engine, source, options, only, sectors);
  return wishes.cells.map((unit): LaggedCell => {
    const i = only.indexOf(unit);
    const of = (values: Float64Array) =>
      Float64Array.from({ length: sweep.lags.length }, (_, lag) => values[lag * only.length + i]!);
    const curves: LagCurve[] = [
      { label: "hexagonal score (60°)", values: of(sweep.hexagonal), null: wishes.nullOf?.(unit) },
      { label: "explained variance", values: of(sweep.explainedVariance) },
    ];
    return {
      ...{ unit, curves, arena: source.arena, lagCm: sweep.lagCm, lagLabel: shiftLabel(sweep.axis) },
      words: wordsOf(curves, sweep.lagCm),
      maps: rows.map((row) => shiftedMap(engine, sweep, options, row, i)),
      heading: {
        values: tuned.rates.subarray(i * sectors, (i + 1) * sectors),
        direction: tuned.direction[i]!,
        strength: tuned.strength[i]!,
      },
    };
  });
}

/** The lag without a shift, and those next to the wished shifts. */
function shownRows({ lagCm }: LagSweep, wished: readonly number[] | undefined): number[] {
  const lags = Array.from(lagCm);
  const furthest = lags.at(-1)!;
  const widest = Math.max(...lags.slice(1).map((lag, i) => lag - lags[i]!), 0);
  const shifts = wished ?? usualShiftsCm.filter((shift) => shift <= furthest + widest / 2);
  return [0, ...shifts].map((shift) => {
    const row = lags.reduce(
      (best, lag, i) => (Math.abs(lag - shift) < Math.abs(lags[best]! - shift) ? i : best),
      0,
    );
    if (Math.abs(lags[row]! - shift) <= widest / 2 + 1e-9) return row;
    throw new UserError(
      `the lags go from ${lags[0]!.toFixed(1)} to ${furthest.toFixed(1)} cm: there is no shift of ${shift} cm`,
      "use a larger --max-lag, or smaller shifts",
      2,
    );
  });
}

function shiftedMap(
  engine: Engine,
  { lagCm, maps, units, hexagonal }: LagSweep,
  { bins, scorer }: LagOptions,
  row: number,
  i: number,
): ShiftedMap {
  const size = bins * bins;
  const values = maps!.slice((row * units + i) * size, (row * units + i + 1) * size);
  const side = 2 * bins - 1;
  const rateMap: Grid = { values, rows: bins, columns: bins };
  const shifts = autocorrelograms(engine, values, { units: 1, bins }, scorer.unvisited);
  return {
    ...{ name: shiftName(lagCm[row]!), rateMap, score: hexagonal[row * units + i]! },
    autocorrelogram: { values: shifts, rows: side, columns: side },
  };
}

/** "no shift", "+5.96 cm", "−4.0 cm" */
const shiftName = (cm: number): string =>
  cm === 0 ? "no shift" : `${cm > 0 ? "+" : ""}${signedText(cm, 1)} cm`;

function wordsOf(curves: readonly LagCurve[], lagCm: Float64Array): string[] {
  return curves.map(({ label, values }) => {
    let best = -1;
    for (let lag = 0; lag < values.length; lag++) {
      if (!Number.isNaN(values[lag]!) && !(values[lag]! <= (values[best] ?? Number.NaN))) best = lag;
    }
    const at = best < 0 ? "nowhere" : `at ${shiftName(lagCm[best]!)}`;
    return `${label.charAt(0).toUpperCase()}${label.slice(1)} highest ${at}${best === 0 || best === values.length - 1 ? ", where the lags end" : ""}.`;
  });
}
