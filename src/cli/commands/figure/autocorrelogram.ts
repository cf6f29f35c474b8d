import { autocorrelograms } from "../../../analyse/autocorrelogram.ts";
import { mapOf } from "../../../analyse/rate-map.ts";
import { type Ring, showRing } from "../../../analyse/ring.ts";
import { defaultScorer, findScorer } from "../../../analyse/scorer.ts";
import { autocorrelogramFigure } from "../../../draw/figure/autocorrelogram-figure.ts";
import { signedText } from "../../../draw/figure/text.ts";
import { titleOf } from "../../../session/subject.ts";
import { UserError } from "../../../user-error.ts";
import type { Picture } from "./picture.ts";
import { type FigureOptions, type FigureSource, observeMaps, rankedUnits, thousands } from "./source.ts";

/**
 * Rate map and autocorrelogram of a unit, by default the one of the highest hexagonal score.
 * @throws UserError when there is no such unit, or it has no score
 */
export async function autocorrelogramPicture(figure: FigureSource, options: FigureOptions): Promise<Picture> {
  const { cmap = "viridis" } = options;
  const scorer = findScorer(options.scorer ?? defaultScorer);
  const { subject, engine, analysis } = figure;
  const { source } = analysis;
  checkUnit(source.units, options.unit);
  const { look, observation } = await observeMaps(figure, options, scorer.name);
  const scores = await analysis.scores(look);
  const unit = options.unit ?? rankedUnits(scores)[0]!;
  const [ring60, ring90] = [scores.ring60[unit], scores.ring90[unit]];
  if (!ring60 || !ring90) {
    throw new UserError(
      `unit ${unit} has no score: its map does not vary`,
      "name another with --unit, or leave it out for the best one",
    );
  }
  const { bins } = look;
  const rateMap = mapOf(observation.rates, unit);
  const image = autocorrelograms(engine, rateMap.values, { units: 1, bins }, scorer.unvisited);
  const autocorrelogram = { values: image, rows: 2 * bins - 1, columns: 2 * bins - 1 };
  const radii = (ring: Ring) => showRing(ring, bins, source.arena);
  const rank = rankedUnits(scores).indexOf(unit) + 1;
  const heading = {
    title: `Unit ${unit} of ${titleOf(subject)}`,
    subtitle: [
      `Hexagonal score (60°) ${signedText(scores.grid60[unit]!, 2)} in the ring of ${radii(ring60)} (drawn),`,
      `number ${rank} of ${observation.rates.units} units; square score (90°) ${signedText(scores.grid90[unit]!, 2)}`,
      `in the ring of ${radii(ring90)}. Scorer ${scorer.name}, ${bins} x ${bins} bins, ${thousands(observation.samples)} samples.`,
    ].join(" "),
  };
  const scene = autocorrelogramFigure(
    { rateMap, autocorrelogram, arena: source.arena, ring: ring60 },
    heading,
    cmap,
  );
  return { kind: "scene", scene };
}

/** Before anything is computed. */
function checkUnit(units: number, unit: number | undefined): void {
  if (unit === undefined || unit < units) return;
  throw new UserError(`there is no unit ${unit}`, `units are 0 to ${units - 1}`, 2);
}
