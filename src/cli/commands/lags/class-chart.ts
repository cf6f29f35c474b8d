/** Mean score over lag of the classes of a rule, with that of shuffles. */
import { cellClasses } from "../../../analyse/lags/class-rules.ts";
import { scoresOfNull } from "../../../analyse/lags/significance.ts";
import { unitsOf } from "../../../analyse/lags/unit-classes.ts";
import { lineChart, type Series } from "../../../draw/chart.ts";
import type { Terminal } from "../../../draw/terminal.ts";
import { wrap } from "../../frame/lines.ts";
import type { Found, NetworkLags } from "./network-lags.ts";

const height = 10;

export function classChart({ study }: NetworkLags, { rule, found }: Found, terminal: Terminal): string[] {
  const { sweep, shuffled } = study.all;
  const series: Series[] = rule.classes.slice(0, cellClasses).flatMap((name) => {
    const units = unitsOf(rule, found.labels, name);
    if (units.length === 0) return [];
    const values = meanOverUnits(sweep.hexagonal, sweep.units, units);
    return [{ label: name, positions: sweep.lagCm, values }];
  });
  if (series.length === 0)
    return wrap(`By ${rule.name} no unit is in a class of cells: no curve.`, terminal.columns);
  if (shuffled) {
    const all = Array.from({ length: sweep.units }, (_, unit) => unit);
    const { mean } = scoresOfNull(shuffled.null);
    series.push({
      label: "shuffles",
      positions: sweep.lagCm,
      values: meanOverUnits(mean, sweep.units, all),
    });
  }
  return [
    ...wrap(
      `mean hexagonal score over lag: units of the classes of ${rule.name}${shuffled ? ", shuffles of all units" : ""}`,
      terminal.columns,
    ),
    ...lineChart(series, terminal, { height, positionName: "cm" }),
  ];
}

/** Without units that have no score there. @param values [L, units] */
export function meanOverUnits(values: Float64Array, units: number, some: readonly number[]): Float64Array {
  return Float64Array.from({ length: values.length / units }, (_, row) => {
    const scores = some.map((unit) => values[row * units + unit]!).filter((score) => !Number.isNaN(score));
    return scores.reduce((sum, score) => sum + score, 0) / scores.length;
  });
}
