/** Grid scorers by name. They differ in more than detail: the share of "grid cells" depends on which one is used. */
import { suggestion } from "../suggest.ts";
import { UserError } from "../user-error.ts";
import type { Box } from "./bin-assignment.ts";
import {
  baninoInnerBins,
  baninoRings,
  deepmindRings,
  type InnerEdge,
  type Ring,
  type RingSearch,
} from "./ring.ts";

export interface Scorer {
  readonly name: string;
  readonly description: string;
  readonly source: string;
  /** Along each side, of the maps that it was made for: so many, or of that size; undefined: any. */
  readonly bins?: number | { readonly metres: number };
  /** Of which the best counts, the same for every map; or how a map finds its own. */
  readonly rings: readonly Ring[] | RingSearch;
  readonly innerEdge?: InnerEdge;
  /** What unvisited bins are to the autocorrelogram: rates of zero, or nothing at all. */
  readonly unvisited: "zero" | "excluded";
  /**
   * About which mean and by which deviation the map is correlated with itself: of the patches that overlap, or of the whole map. In the
   * second case shifts with little overlap correlate little, and unvisited bins are nothing at all.
   */
  readonly patches?: "overlapping" | "whole-map";
  /** `shared`: the turned ring is centred and scaled by mean and variance of the unturned one. */
  readonly correlation: "shared" | "pearson";
  /** The ellipse of the six inner peaks is undone before rings are scored; a map without one has no score. */
  readonly elliptical?: true;
  /** How the 60 degree score combines its five correlations; the 90 degree score has one form. */
  readonly form: "mean" | "min-max";
}

const deepmindSource = "Banino et al. 2018, released code: scores.py of google-deepmind/grid-cells";

const shared = { rings: deepmindRings, unvisited: "zero", correlation: "shared", form: "mean" } as const;

/**
 * All scorers. Where the reference divides by a variance that is nothing but round-off, ours have 0; a map without
 * any variation has no score (NaN), where the reference says 0.
 */
export const scorers: readonly Scorer[] = [
  {
    name: "deepmind-code",
    description: "ten rings, mean form, unvisited bins count as silent",
    source: deepmindSource,
    rings: deepmindRings,
    unvisited: "zero",
    correlation: "shared",
    form: "mean",
  },
  {
    name: "deepmind-code-minmax",
    description: "like deepmind-code with min(60, 120) - max(30, 90, 150)",
    source: `${deepmindSource}, min_max=True`,
    rings: deepmindRings,
    unvisited: "zero",
    correlation: "shared",
    form: "min-max",
  },
  {
    name: "nan-aware",
    description: "like deepmind-code, unvisited bins left out of the autocorrelogram",
    source: `${deepmindSource}, with the mask of visited bins made before it is needed`,
    rings: deepmindRings,
    unvisited: "excluded",
    correlation: "shared",
    form: "mean",
  },
  {
    name: "pearson",
    description:
      "like nan-aware, each rotation by its own mean and variance, so that correlations lie in [-1, 1]",
    source: "Pearson correlation of the ring with itself turned; Sargolini et al. 2006, Science 312:758",
    rings: deepmindRings,
    unvisited: "excluded",
    correlation: "pearson",
    form: "mean",
  },
  {
    name: "banino-si",
    description: `outer radius 8 … 20 of 32 bins, min-max form; inner radius ${baninoInnerBins} of 32 is ours, the paper states none`,
    source: "Banino et al. 2018, Nature 557:429, Supplementary Information",
    rings: baninoRings(),
    unvisited: "excluded",
    correlation: "pearson",
    form: "min-max",
  },
  {
    ...shared,
    name: "topographic",
    description: "like deepmind-code, pixels at the inner radius included",
    source: "TopographicGridCells, released code: get_grid_score of analyze.py",
    bins: 32,
    innerEdge: "included",
  },
  {
    ...shared,
    name: "nfl",
    description: "like deepmind-code, on bins of 5 cm",
    source: "Schaeffer, Khona, Fiete 2022, NeurIPS; their code scores with the masks of deepmind-code",
    bins: { metres: 0.05 },
  },
  {
    name: "expanding-circle",
    description: `outside the middle field, best mean over 3 neighbouring outer radii, min-max form; the field above 0.2 and radii of whole bins are ours`,
    source: "opexebo (Kavli Institute, Trondheim), grid_score",
    rings: "expanding-circle",
    unvisited: "excluded",
    correlation: "pearson",
    form: "min-max",
  },
  {
    name: "six-peaks",
    description:
      "one ring around the six inner peaks, min-max form; the autocorrelogram about the mean of the whole map",
    source: "spatial-maps (CINPLA, Oslo), gridness",
    rings: "six-peaks",
    unvisited: "excluded",
    patches: "whole-map",
    correlation: "pearson",
    form: "min-max",
  },
];

/** Along each side of a map, where neither a user nor the scorer says. */
export const usualBins = 20;

/**
 * Bins along each side of a box, of the maps that the scorer is made for.
 * @throws UserError when they would not be as many along both sides
 */
export function binsFor({ name, bins = usualBins }: Scorer, { width, height }: Box): number {
  if (typeof bins === "number") return bins;
  if (width === height) return Math.round(width / bins.metres);
  throw new UserError(
    `${name} takes bins of ${bins.metres} m, and a box of ${width} x ${height} m has not as many along both sides`,
    "say how many with --bins, or name another scorer",
    2,
  );
}

/** What the published analyses score with. */
export const publishedScorer = "deepmind-code";

/** The scorer of the paper behind them, and the bins of its maps (Banino et al. 2018, Supplementary Information). */
export const paperScorer = { name: "banino-si", bins: 32 } as const;

/** What a plain `score` uses. */
export const defaultScorer = "nan-aware";

/** Behind the name of a scorer: with the ellipse undone. */
export const ellipticalSuffix = "+elliptical";

/** @param name of a scorer, or that and `+elliptical` @throws UserError naming all scorers when there is none of that name */
export function findScorer(name: string): Scorer {
  const elliptical = name.endsWith(ellipticalSuffix);
  const plain = elliptical ? name.slice(0, -ellipticalSuffix.length) : name;
  const scorer = scorers.find((candidate) => candidate.name === plain);
  if (scorer && elliptical) {
    const description = `${scorer.description}; the ellipse of the six inner peaks undone before`;
    return { ...scorer, name, description, elliptical };
  }
  if (scorer) return scorer;
  const names = scorers.map((candidate) => candidate.name);
  throw new UserError(
    `there is no scorer '${name}'`,
    suggestion(plain, names, `scorers: ${names.join(", ")}; each also with ${ellipticalSuffix}`),
    2,
  );
}
