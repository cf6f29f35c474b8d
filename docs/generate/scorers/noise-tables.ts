/** Tables of docs/scorers.md that take a minute: what noise scores, and lattices in noise. */
import { scoreMaps } from "../../../src/analyse/grid-score.ts";
import { noiseNull } from "../../../src/analyse/null.ts";
import { smoothedNoiseMaps } from "../../../src/analyse/smoothed-noise.ts";
import { survival } from "../../../src/analyse/survival.ts";
import { type Cell, hexagonalCell, sampleMap } from "../../../src/analyse/synthetic.ts";
import { publishedThreshold } from "../../../src/analyse/thresholds.ts";
import type { Engine } from "../../../src/engine/engine.ts";
import { markdownTable } from "../markdown-table.ts";
import { box, type Compared, compared, percent } from "./compared.ts";
import { drawnOut } from "./ideal-tables.ts";

/** m */
const widths = [0.11, 0.15, 0.22, 0.33];
const nullMaps = 1000;

/** Width of the filter, m, in bins. */
const inBins = (width: number, bins: number) => (width * bins) / box.width;

const nullOf = (engine: Engine, { scorer, bins }: Compared, width: number) =>
  noiseNull(engine, scorer, { bins, smoothing: inBins(width, bins), seed: 0, units: nullMaps });

/** Share of noise above the customary threshold, and the score below which 95 % of it are. */
export const noiseTable = (engine: Engine): readonly string[] =>
  markdownTable(
    ["scorer", "bins", ...widths.map((width) => `filter of ${width} m`)],
    compared.map((one) => [
      `\`${one.scorer.name}\``,
      String(one.bins),
      ...widths.map((width) => {
        const { grid60, p95 } = nullOf(engine, one, width);
        const [share] = survival(grid60, [publishedThreshold]).shares;
        return `${percent(share!)}, ${p95.grid60.toFixed(2)}`;
      }),
    ]),
  );

const noisy = 300;
const smoothing = 0.15;

interface Lattices {
  readonly title: string;
  readonly period: number;
  readonly ratio: number;
  /** Share of the variance that is the lattice's. */
  readonly share: number;
}

const lattices: readonly Lattices[] = [
  ...[0.5, 0.7, 0.9, 1.2].map((period) => ({ title: `${period} m`, period, ratio: 1, share: 0.5 })),
  ...[0.5, 0.7].map((period) => ({ title: `${period} m, a third`, period, ratio: 1, share: 1 / 3 })),
  ...[1.2, 1.4].map((ratio) => ({ title: `0.7 m, ${ratio} to 1`, period: 0.7, ratio, share: 0.5 })),
];

/** Share of lattices in noise that are above the 95th percentile of that noise alone. */
export const detectionTable = (engine: Engine): readonly string[] =>
  markdownTable(
    ["scorer", ...lattices.map(({ title }) => title)],
    compared.map((one) => {
      const { p95 } = nullOf(engine, one, smoothing);
      return [
        `\`${one.scorer.name}\``,
        ...lattices.map((some) => {
          const shape = { units: noisy, bins: one.bins };
          const { grid60 } = scoreMaps(engine, inNoise(engine, some, one.bins), shape, one.scorer);
          return percent(survival(grid60, [p95.grid60]).shares[0]!);
        }),
      ];
    }),
  );

function inNoise(engine: Engine, { period, ratio, share }: Lattices, bins: number): Float64Array {
  const size = bins * bins;
  const options = { units: noisy, bins, smoothing: inBins(smoothing, bins), seed: 5 };
  const maps = smoothedNoiseMaps(engine, { ...options, stream: "noise around lattices" });
  for (let unit = 0; unit < noisy; unit++) {
    const part = maps.subarray(unit * size, (unit + 1) * size);
    const noise = standardised(part);
    const cell: Cell = hexagonalCell({
      period,
      angle: (unit * Math.PI) / 3 / noisy,
      phase: [(unit * 0.17) % 1, (unit * 0.41) % 1],
    });
    const signal = standardised(sampleMap(drawnOut(cell, ratio, unit * 0.7), bins, bins, box));
    part.set(noise.map((value, i) => Math.sqrt(1 - share) * value + Math.sqrt(share) * signal[i]!));
  }
  return maps;
}

/** Zero mean and unit variance. */
function standardised(map: Float64Array): Float64Array {
  const mean = map.reduce((sum, value) => sum + value, 0) / map.length;
  const deviation = Math.sqrt(map.reduce((sum, value) => sum + (value - mean) ** 2, 0) / map.length);
  return map.map((value) => (value - mean) / deviation);
}
