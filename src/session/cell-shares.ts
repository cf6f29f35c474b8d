/** Which share of the units of a tap a rule calls grid, border, head-direction or speed cells, beside null and untrained network. */
import { aboveNull, beyondNoise } from "../analyse/beyond-noise.ts";
import { headingSignificance } from "../analyse/heading-shares.ts";
import { nullBorders } from "../analyse/null.ts";
import { binsFor, findScorer, paperScorer, publishedScorer, type Scorer } from "../analyse/scorer.ts";
import type { Tuning } from "../analyse/tuning.ts";
import type { ActivityRequest } from "../tasks/activity-source.ts";
import type { Analysis } from "./analysis.ts";
import type { NullChoice } from "./look.ts";
import { tuningStudy } from "./tuning-study.ts";

/** What a rule finds; shares are of all units. */
export interface CellShare {
  /** `hexagonal`, `square`, `border`, `heading`, `speed`. */
  readonly cells: string;
  /** In words: scorer, bins, threshold. */
  readonly rule: string;
  /** NaN: each unit has its own. */
  readonly threshold: number;
  readonly units: number;
  readonly share: number;
  readonly nullShare: number;
  /** NaN where there is no untrained network, or it is the null. */
  readonly untrainedShare: number;
}

export interface SharesWanted {
  readonly request: ActivityRequest;
  /** Of the grid scores. */
  readonly null: NullChoice | undefined;
  /** Bins along each side; undefined: those that a scorer is made for. */
  readonly bins: number | undefined;
}

/** The released scorer of Banino et al. 2018, and that of their paper. */
export const sharesScorers: readonly { readonly scorer: Scorer; readonly bins?: number }[] = [
  { scorer: findScorer(publishedScorer) },
  { scorer: findScorer(paperScorer.name), bins: paperScorer.bins },
];

const [headingBins, speedBins, tuningShuffles] = [20, 12, 200];

type Found = Omit<CellShare, "untrainedShare">;

/** @param untrained the same tap of the network before its first step, which is held to nulls of its own */
export async function cellShares(
  analysis: Analysis,
  untrained: Analysis | undefined,
  wanted: SharesWanted,
): Promise<CellShare[]> {
  const ofMaps = await mapShares(analysis, wanted);
  // It would be held to itself.
  const twin = wanted.null?.kind === "untrained" ? undefined : untrained;
  const ofTwin = twin && (await mapShares(twin, wanted));
  const beside = ofMaps.map((found, i) => ({
    ...found,
    untrainedShare: ofTwin?.[i]?.share ?? Number.NaN,
  }));
  return [...beside, ...movementShares(analysis, untrained, wanted.request)];
}

/** Rows are the same for every network. */
async function mapShares(analysis: Analysis, wanted: SharesWanted): Promise<Found[]> {
  const shares: Found[] = [];
  for (const { scorer, bins: made } of sharesScorers) {
    const bins = wanted.bins ?? made ?? binsFor(scorer, analysis.source.arena);
    const request = { ...wanted.request, measuring: false };
    const look = { request, bins, scorer, null: wanted.null };
    const scores = await analysis.scores(look);
    const nullScores = await analysis.nullScores(look);
    const above = nullScores && aboveNull(scores, nullScores);
    const by = `${scorer.name}, ${bins} bins`;
    const nothing = { threshold: Number.NaN, units: 0, share: 0, nullShare: Number.NaN };
    const row = (cells: string, found: typeof nothing | undefined, rule = by): Found => {
      const { threshold, units, share, nullShare } = found ?? nothing;
      const own = nullScores !== undefined && !nullScores.pooled;
      return { cells, rule, threshold: own ? Number.NaN : threshold, units, share, nullShare };
    };
    shares.push(row("hexagonal", above?.hexagonal), row("square", above?.square));
  }
  const border = await borderShare(analysis, wanted);
  return border ? [...shares, border] : shares;
}

/** Beside noise as smooth as the maps, whichever null grid scores are held to: walls cut fields, and seldom cut shuffled ones again. */
async function borderShare(analysis: Analysis, wanted: SharesWanted): Promise<Found | undefined> {
  const { engine, source } = analysis;
  const [{ scorer }] = sharesScorers as [(typeof sharesScorers)[number]];
  const bins = wanted.bins ?? binsFor(scorer, source.arena);
  const look = { request: { ...wanted.request, measuring: false }, bins, scorer };
  const scores = Float64Array.from(await analysis.borders(look), ({ score }) => score);
  const noise = await analysis.noise(look);
  if (scores.every(Number.isNaN) || !noise) return undefined;
  const { threshold, units, share, nullShare } = beyondNoise(
    scores,
    nullBorders(engine, noise, source.arena),
  );
  return { cells: "border", rule: `border score, ${bins} bins`, threshold, units, share, nullShare };
}

function movementShares(
  { engine, source }: Analysis,
  untrained: Analysis | undefined,
  request: ActivityRequest,
): CellShare[] {
  const options = {
    ...{ ...request, measuring: false, headingBins, speedBins, shuffles: tuningShuffles },
    speedLimit: source.fastSpeed,
  };
  const { shares, tuning, twin } = tuningStudy(engine, source, options, untrained?.source, false);
  const { vectorLength, shifted, significant, threshold } = shares;
  const signed = tuning.heading.signed.includes(true);
  const heading = (rule: string, found: typeof vectorLength, limit: number): CellShare => ({
    ...{ cells: "heading", rule, threshold: limit, ...found },
  });
  const speed = (rule: string, of: (found: Tuning) => SpeedScores): CellShare => ({
    ...{ cells: "speed", rule, threshold: Number.NaN, ...speedShare(of(tuning)), nullShare: 0.01 },
    untrainedShare: twin ? speedShare(of(twin)).share : Number.NaN,
  });
  return [
    heading("vector length, 20 sectors", vectorLength, threshold),
    ...(signed ? [heading("the same, rates shifted to zero", shifted, threshold)] : []),
    heading(`p <= ${headingSignificance} by shuffles`, significant, Number.NaN),
    speed("r beyond 99 % of shuffles", (found) => found.speed),
    speed("the same, with place held", (found) => found.speed.atPlace),
  ];
}

type SpeedScores = Pick<Tuning["speed"], "score" | "null99">;

function speedShare({ score, null99 }: SpeedScores) {
  const units = score.filter((value, unit) => Math.abs(value) > null99[unit]!).length;
  return { units, share: units / score.length };
}
