/** The scorers that docs/scorers.md compares, each on the bins it is made for, and the maps that they are given. */
import { type GridScores, scoreMaps } from "../../../src/analyse/grid-score.ts";
import { findScorer, type Scorer, scorers, usualBins } from "../../../src/analyse/scorer.ts";
import { type Cell, sampleMaps } from "../../../src/analyse/synthetic.ts";
import type { Engine } from "../../../src/engine/engine.ts";

/** m */
export const box = { width: 2.2, height: 2.2 };

export interface Compared {
  readonly scorer: Scorer;
  readonly bins: number;
}

const elliptical = ["nan-aware", "banino-si", "expanding-circle", "six-peaks"];

/** By the paper, banino-si takes 32 bins; a user has to say so. */
const binsOf = ({ name, bins = usualBins }: Scorer): number => {
  if (name.startsWith("banino-si")) return 32;
  return typeof bins === "number" ? bins : Math.round(box.width / bins.metres);
};

export const compared: readonly Compared[] = [
  ...scorers.map(({ name }) => name),
  ...elliptical.map((name) => `${name}+elliptical`),
].map((name) => ({ scorer: findScorer(name), bins: binsOf(findScorer(name)) }));

export const scoreCells = (engine: Engine, { scorer, bins }: Compared, cells: readonly Cell[]): GridScores =>
  scoreMaps(engine, sampleMaps(cells, bins, bins, box), { units: cells.length, bins }, scorer);

/** Of the scores that there are; a dash when there is none. */
export function meanScore({ grid60 }: Pick<GridScores, "grid60">): string {
  const scores = [...grid60].filter((score) => !Number.isNaN(score));
  return scores.length === 0 ? "–" : (scores.reduce((a, b) => a + b, 0) / scores.length).toFixed(2);
}

export const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** Turned and shifted in so many ways, the same ones every time. */
export const poses = Array.from({ length: 12 }, (_, i) => ({
  angle: (i * Math.PI) / 36 + 0.03,
  phase: [0.37 * ((i * 7) % 12) - 2, 0.29 * ((i * 5) % 12) - 1.6] as const,
}));
