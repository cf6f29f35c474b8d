/** Scores over lags that nobody measured, for pictures. */
import type { LagResults } from "../../src/cli/commands/lags/lag-results.ts";

const names = ["predictive", "phase-precession", "phase-locked", "low-grid", "unclassified"];

/** Unit i prefers shift number i of 9; every seventh has no score, every fifth is low. */
export function lagResults(units: number, wanted: Partial<LagResults> = {}): LagResults {
  const lagCm = Float64Array.from({ length: 9 }, (_, i) => 2.5 * (i - 4));
  const scores = new Float64Array(9 * units);
  const zeroScores = new Float64Array(units).fill(Number.NaN);
  const bestScores = new Float64Array(units).fill(Number.NaN);
  const shiftedScores = new Float64Array(units).fill(Number.NaN);
  const bestCm = new Float64Array(units).fill(Number.NaN);
  const classes: number[][] = names.map(() => []);
  for (let unit = 0; unit < units; unit++) {
    const low = unit % 5 === 4;
    for (let lag = 0; lag < 9; lag++) {
      const score = (low ? 0.1 : 0.9) - 0.05 * Math.abs(lag - (unit % 9));
      scores[lag * units + unit] = unit % 7 === 6 ? Number.NaN : score;
    }
    if (unit % 7 === 6) continue;
    zeroScores[unit] = scores[4 * units + unit]!;
    bestCm[unit] = lagCm[unit % 9]!;
    bestScores[unit] = low ? 0.1 : 0.9;
    shiftedScores[unit] = Math.max(...[0, 1, 2, 6, 7, 8].map((lag) => scores[lag * units + unit]!));
    const kind = low ? 3 : bestCm[unit]! >= 5 ? 0 : bestCm[unit]! <= -5 ? 1 : 2;
    classes[kind]!.push(unit);
  }
  return {
    ...{ title: "small after 10 steps", how: "Rule by hand.", axis: "time", cmPerStep: 2.5, units },
    ...{
      lagCm,
      scores,
      zeroScores,
      shiftedScores,
      bestScores,
      bestCm,
      minShiftCm: 5,
      highestScores: bestScores,
    },
    classes: names.map((name, i) => ({ name, units: classes[i]! })),
    thresholds: [{ at: 0.2, label: "low-grid threshold 0.20" }],
    ...wanted,
  };
}
