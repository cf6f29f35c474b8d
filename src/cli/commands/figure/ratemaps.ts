import { mapOf } from "../../../analyse/rate-map.ts";
import { defaultScorer, findScorer } from "../../../analyse/scorer.ts";
import { rateMapFigure } from "../../../draw/figure/rate-map-figure.ts";
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

const defaultBest = 24;

/** Rate maps of the units of the highest hexagonal score. @throws UserError when no unit has a score */
export function rateMapsPicture(source: FigureSource, options: FigureOptions): Picture {
  const { best = defaultBest, cmap = "viridis" } = options;
  const scorer = findScorer(options.scorer ?? defaultScorer);
  const observed = observeNetwork(source, options);
  const scores = scoreNetwork(source, observed, scorer);
  const units = rankedUnits(scores).slice(0, best);
  const { rates } = observed.observation;
  const tiles = units.map((unit) => ({
    unit,
    score: scores.grid60[unit]!,
    grid: mapOf(rates, unit),
  }));
  const all = rates.units;
  const some = units.length === 1 ? `The best of ${all} units` : `The ${units.length} best of ${all} units`;
  const which = units.length === all ? `All ${all} units` : some;
  const heading = {
    title: `${which} of ${titleOf(source)}`,
    subtitle: `By hexagonal score, above each map at the right: scorer ${scorer.name}, ${observed.bins} x ${observed.bins} bins, ${thousands(observed.observation.samples)} samples. Noise reaches high scores, too: see the figure scores.`,
  };
  const scene = rateMapFigure({ tiles, arena: observed.subject.arena }, heading, cmap);
  return { kind: "scene", scene };
}
