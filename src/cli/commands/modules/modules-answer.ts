/** What `modules` says: for programs and for people. */

import type { GridScores } from "../../../analyse/grid-score.ts";
import { discretenessBins } from "../../../analyse/modules.ts";
import type { NoiseNull } from "../../../analyse/null.ts";
import type { Population, Spread } from "../../../analyse/population.ts";
import { nullPercentile } from "../../../analyse/thresholds.ts";
import { histogram } from "../../../draw/histogram.ts";
import { table } from "../../../draw/table.ts";
import type { Terminal } from "../../../draw/terminal.ts";
import { paragraphs, wrap } from "../../frame/lines.ts";
import { gridVerdict } from "../evaluate/verdict.ts";

export interface ToldModules {
  /** The units, the noise, and where there is one the network before its first step. */
  readonly populations: readonly Population[];
  readonly shuffles: number;
  readonly grid: GridScores;
  readonly noise: NoiseNull;
}

const degrees = (angle: number): number => (180 / Math.PI) * angle;

/** The answer of `modules --json`. Lengths in m, angles in degrees. */
export const modulesSummary = ({ populations, shuffles, grid, noise }: ToldModules) => ({
  scorer: grid.scorer,
  bins: grid.bins,
  null: { kind: "smoothed-noise", maps: noise.shuffles, smoothingBins: noise.smoothing, seed: noise.seed },
  percentile: nullPercentile,
  shuffles,
  populations: populations.map(populationSummary),
});

const populationSummary = (one: Population) => {
  const { modules, orientation } = one;
  const { shuffled: _, ...discreteness } = modules.discreteness;
  return {
    ...{ name: one.name, units: one.all, threshold: one.threshold, above: one.members.length },
    ...{ measured: one.measured, spacing: one.spacing, meanSpacing: one.meanSpacing },
    ...{ spacingSpread: one.spacingSpread, ellipticity: one.ellipticity },
    orientationDegrees: { mean: degrees(orientation.mean), deviation: degrees(orientation.deviation) },
    orientationSpreadDegrees: inDegrees(one.orientationSpread),
    modules: modules.best?.components ?? [],
    ratios: modules.ratios,
    bic: modules.mixtures.map(({ bic }) => bic),
    discreteness,
    members: one.members.map((unit, i) => ({
      unit,
      spacing: one.lattices.spacing[i]!,
      orientationDegrees: degrees(one.lattices.orientation[i]!),
      ellipticity: one.lattices.ellipticity[i]!,
      module: one.moduleOf[i]! < 0 ? null : one.moduleOf[i]!,
    })),
  };
};

const inDegrees = ({ median, mean, deviation }: Spread): Spread => ({
  median: degrees(median),
  mean: degrees(mean),
  deviation: degrees(deviation),
});

export function showModules(told: ToldModules, terminal: Terminal): string[] {
  const { populations, grid, noise, shuffles } = told;
  const said = (text: string) => wrap(text, terminal.columns);
  const [units] = populations;
  const samples = populations
    .filter(({ measured }) => measured > 0)
    .map(({ name, lattices }) => ({
      label: name,
      scores: lattices.spacing.filter((spacing) => !Number.isNaN(spacing)),
    }));
  return paragraphs(
    said(gridVerdict(grid, noise)),
    said(
      `Of those, beside what exceeds it of the noise${populations.length > 2 ? ", and of the untrained network what exceeds its own," : ""} by the same rule:`,
    ),
    measuresTable(populations, terminal),
    ...(samples.length === 0
      ? [["no spacings to draw"]]
      : [
          said("spacing, the median of a unit's six peaks: share of those that have one"),
          histogram(samples, terminal, { bins: discretenessBins, title: "m from" }),
        ]),
    ...(units!.modules.best ? [modulesTable(units!, terminal), bicTable(populations, terminal)] : []),
    said(
      `Discreteness is the s.d. of a ${discretenessBins}-bin histogram of the spacings; jitter: the mean of ${shuffles} shuffles that move each by up to a quarter of their range. One clump is as discrete as several: the number of modules is that of the lowest BIC. Any map with six peaks has a spacing, noise too: its column says what chance gives.`,
    ),
  ).split("\n");
}

const number = (value: number, digits: number): string => (Number.isNaN(value) ? "-" : value.toFixed(digits));

/** "1.215 ± 0.048" */
const spread = ({ mean, deviation }: Omit<Spread, "median">, digits: number, sign: string): string =>
  Number.isNaN(mean) ? "-" : `${mean.toFixed(digits)} ${sign} ${deviation.toFixed(digits)}`;

function measuresTable(populations: readonly Population[], terminal: Terminal): string[] {
  const sign = terminal.unicode ? "±" : "+-";
  const columns = [
    { title: `mean ${sign} s.d.` },
    ...populations.map(({ name }) => ({ title: name, align: "right" as const })),
  ];
  const row = (title: string, of: (one: Population) => string) => [title, ...populations.map(of)];
  return table(
    columns,
    [
      row("above the null", ({ members, all }) => `${members.length} of ${all}`),
      row("with six peaks", ({ measured }) => String(measured)),
      row("spacing, six peaks, m", ({ spacing }) => spread(spacing, 3, sign)),
      row("spacing, three axes, m", ({ meanSpacing }) => spread(meanSpacing, 3, sign)),
      row("s.d. of the axes, m", ({ spacingSpread }) => spread(spacingSpread, 3, sign)),
      row("orientation, deg", ({ orientation: { mean, deviation } }) =>
        spread({ mean: degrees(mean), deviation: degrees(deviation) }, 1, sign),
      ),
      row("s.d. of the axes, deg", ({ orientationSpread }) => spread(inDegrees(orientationSpread), 1, sign)),
      row("ellipticity", ({ ellipticity }) => spread(ellipticity, 2, sign)),
      row("discreteness", ({ modules }) => number(modules.discreteness.value, 2)),
      row("discreteness of jitter", ({ modules }) => number(modules.discreteness.chance, 2)),
      row("p of discreteness", ({ modules }) => number(modules.discreteness.p, 3)),
      row("modules by BIC", ({ modules }) => String(modules.best?.components.length ?? "-")),
    ],
    terminal,
  );
}

function modulesTable({ modules }: Population, terminal: Terminal): string[] {
  const columns = ["module of the units", "mean m", "s.d. m", "share", "ratio"].map((title, i) => ({
    title,
    ...(i > 0 && { align: "right" as const }),
  }));
  const rows = modules.best!.components.map(({ mean, deviation, weight }, i) => [
    String(i + 1),
    mean.toFixed(3),
    deviation.toFixed(3),
    `${(100 * weight).toFixed(0)} %`,
    i === 0 ? "-" : modules.ratios[i - 1]!.toFixed(2),
  ]);
  return table(columns, rows, terminal);
}

/** BIC beyond that of one module: the lowest, starred, is the best. */
function bicTable(populations: readonly Population[], terminal: Terminal): string[] {
  const most = Math.max(...populations.map(({ modules }) => modules.mixtures.length));
  const columns = [
    { title: "modules: BIC beyond one's" },
    ...populations.map(({ name }) => ({ title: name, align: "right" as const })),
  ];
  const rows = Array.from({ length: most }, (_, i) => [
    String(i + 1),
    ...populations.map(({ modules: { mixtures, best } }) => {
      const mixture = mixtures[i];
      if (!mixture) return "-";
      return `${mixture === best ? "* " : ""}${(mixture.bic - mixtures[0]!.bic).toFixed(1)}`;
    }),
  ]);
  return table(columns, rows, terminal);
}
