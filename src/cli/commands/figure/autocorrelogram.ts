import { autocorrelograms } from "../../../analyse/autocorrelogram.ts";
import { mapOf } from "../../../analyse/rate-map.ts";
import { type Ring, showRing } from "../../../analyse/ring.ts";
import { defaultScorer, findScorer } from "../../../analyse/scorer.ts";
import { autocorrelogramFigure } from "../../../draw/figure/autocorrelogram-figure.ts";
import { signedText } from "../../../draw/figure/text.ts";
import { UserError } from "../../../user-error.ts";
import type { Picture } from "./picture.ts";
import {
  type FigureOptions,
  type FigureSource,
  observeNetwork,
  rankedUnits,
  scoreNetwork,
  thousands,
  titleOf,
} from "./source.ts";

/**
 * Rate map and autocorrelogram of a unit, by default the one of the highest hexagonal score.
 * @throws UserError when there is no such unit, or it has no score
 */
export function autocorrelogramPicture(source: FigureSource, options: FigureOptions): Picture {
  const { cmap = "viridis" } = options;
  const scorer = findScorer(options.scorer ?? defaultScorer);
  checkUnit(source, options.unit);
  const observed = observeNetwork(source, options);
  const scores = scoreNetwork(source, observed, scorer);
  const unit = options.unit ?? rankedUnits(scores)[0]!;
  const [ring60, ring90] = [scores.ring60[unit], scores.ring90[unit]];
  if (!ring60 || !ring90) {
    throw new UserError(
      `unit ${unit} has no score: its map does not vary`,
      "name another with --unit, or leave it out for the best one",
    );
  }
  const { bins } = observed;
  const rateMap = mapOf(observed.observation.rates, unit);
  const image = autocorrelograms(source.engine, rateMap.values, { units: 1, bins }, scorer.unvisited);
  const autocorrelogram = { values: image, rows: 2 * bins - 1, columns: 2 * bins - 1 };
  const { arena } = observed.subject;
  const radii = (ring: Ring) => showRing(ring, bins, arena);
  const rank = rankedUnits(scores).indexOf(unit) + 1;
  const heading = {
    title: `Unit ${unit} of ${titleOf(source)}`,
    subtitle: [
      `Hexagonal score (60°) ${signedText(scores.grid60[unit]!, 2)} in the ring of ${radii(ring60)} (drawn),`,
      `number ${rank} of ${observed.observation.rates.units} units; square score (90°) ${signedText(scores.grid90[unit]!, 2)}`,
      `in the ring of ${radii(ring90)}. Scorer ${scorer.name}, ${bins} x ${bins} bins, ${thousands(observed.observation.samples)} samples.`,
    ].join(" "),
  };
  const scene = autocorrelogramFigure({ rateMap, autocorrelogram, arena, ring: ring60 }, heading, cmap);
  return { kind: "scene", scene };
}

/** Before anything is computed. */
function checkUnit({ saved }: FigureSource, unit: number | undefined): void {
  const { units } = saved.config.model;
  if (unit === undefined || unit < units) return;
  throw new UserError(`there is no unit ${unit}`, `units are 0 to ${units - 1}`, 2);
}
