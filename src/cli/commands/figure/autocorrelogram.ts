import { judgedAutocorrelogram } from "../../../analyse/elliptical.ts";
import type { GridScores } from "../../../analyse/grid-score.ts";
import { mapOf } from "../../../analyse/rate-map.ts";
import { type Ring, showRing } from "../../../analyse/ring.ts";
import { defaultScorer, findScorer } from "../../../analyse/scorer.ts";
import { withoutScore } from "../../../analyse/without-score.ts";
import {
  type AutocorrelogramData,
  autocorrelogramFigure,
} from "../../../draw/figure/autocorrelogram-figure.ts";
import { signedText } from "../../../draw/figure/text.ts";
import { titleOf } from "../../../session/subject.ts";
import { UserError } from "../../../user-error.ts";
import { showEllipse } from "../../frame/told-ellipse.ts";
import { readUnits } from "../../frame/unit-list.ts";
import type { Picture } from "./picture.ts";
import {
  capital,
  type FigureOptions,
  type FigureSource,
  listUnits,
  namedUnits,
  type ObservedMaps,
  observeMaps,
  rankedUnits,
  thousands,
} from "./source.ts";

/**
 * Rate map and autocorrelogram of a unit, by default the one of the highest hexagonal score, or of each that is named.
 * @throws UserError when there is no such unit, or it has no score
 */
export async function autocorrelogramPicture(figure: FigureSource, options: FigureOptions): Promise<Picture> {
  const { cmap = "viridis" } = options;
  const scorer = findScorer(options.scorer ?? defaultScorer);
  const { subject, analysis } = figure;
  const named = wantedUnits(figure, options);
  const { look, observation } = await observeMaps(figure, options, scorer.name);
  const scores = await analysis.scores(look);
  const ranked = rankedUnits(scores);
  const units = named ?? [ranked[0]!];
  const { bins } = look;
  const { arena } = analysis.source;
  const drawn = units.map((unit) => ({
    ...autocorrelogramOf(figure, { look, observation }, scores, unit),
    name: `unit ${unit}: ${signedText(scores.grid60[unit]!, 2)} in the ring of ${showRing(scores.ring60[unit]!, bins, arena)}${undoneOf(scores, unit)}`,
  }));
  const radii = (ring: Ring) => showRing(ring, bins, arena);
  const how = `Scorer ${scorer.name}, ${bins} x ${bins} bins, ${thousands(observation.samples)} samples.`;
  const [unit] = units as [number];
  const heading =
    units.length === 1
      ? {
          title: `Unit ${unit} of ${titleOf(subject)}`,
          subtitle: [
            `Hexagonal score (60°) ${signedText(scores.grid60[unit]!, 2)} in the ring of ${radii(scores.ring60[unit]!)} (drawn)${undoneOf(scores, unit)},`,
            `number ${ranked.indexOf(unit) + 1} of ${observation.rates.units} units; square score (90°)`,
            `${signedText(scores.grid90[unit]!, 2)} in the ring of ${radii(scores.ring90[unit]!)}. ${how}`,
          ].join(" "),
        }
      : {
          title: `${capital(listUnits(units))} of ${titleOf(subject)}`,
          subtitle: `Hexagonal scores (60°), and the rings in which they were reached (drawn). ${how}`,
        };
  return { kind: "scene", heading, draw: (words, width) => autocorrelogramFigure(drawn, words, cmap, width) };
}

/** ", an ellipse of 1.24 at 37° undone", where the scorer undoes one. */
function undoneOf({ ellipses }: GridScores, unit: number): string {
  const ellipse = ellipses?.[unit];
  return ellipse ? `, an ellipse of ${showEllipse(ellipse)} undone` : "";
}

/** What is drawn of a unit. @throws UserError when it has no score */
export function autocorrelogramOf(
  { engine, analysis }: FigureSource,
  { look, observation }: ObservedMaps,
  scores: GridScores,
  unit: number,
): AutocorrelogramData {
  const { bins, scorer } = look;
  const ring = scores.ring60[unit];
  if (!ring || !scores.ring90[unit]) {
    throw new UserError(
      `unit ${unit} has no score: ${withoutScore(scorer.name, "its map")}`,
      "name another, or none for the best one",
    );
  }
  const rateMap = mapOf(observation.rates, unit);
  const values = judgedAutocorrelogram(engine, rateMap.values, bins, scorer);
  const autocorrelogram = { values, rows: 2 * bins - 1, columns: 2 * bins - 1 };
  return { rateMap, autocorrelogram, arena: analysis.source.arena, ring };
}

/** Before anything is computed. */
function wantedUnits(figure: FigureSource, options: FigureOptions): number[] | undefined {
  const { unit } = options;
  if (unit === undefined) return namedUnits(figure, options);
  if (options.units !== undefined) {
    throw new UserError("--unit and --units contradict each other", "leave out one of them", 2);
  }
  return readUnits(String(unit), figure.analysis.source.units);
}
