import { mapOf } from "../../../analyse/rate-map.ts";
import { defaultScorer, findScorer } from "../../../analyse/scorer.ts";
import { rateMapFigure } from "../../../draw/figure/rate-map-figure.ts";
import { titleOf } from "../../../session/subject.ts";
import type { Picture } from "./picture.ts";
import { type FigureOptions, type FigureSource, observeMaps, rankedUnits, thousands } from "./source.ts";

const defaultBest = 24;

/** Rate maps of the units of the highest hexagonal score. @throws UserError when no unit has a score */
export async function rateMapsPicture(source: FigureSource, options: FigureOptions): Promise<Picture> {
  const { best = defaultBest, cmap = "viridis" } = options;
  const scorer = findScorer(options.scorer ?? defaultScorer);
  const { subject, analysis } = source;
  const { look, observation } = await observeMaps(source, options, scorer.name);
  const scores = await analysis.scores(look);
  const units = rankedUnits(scores).slice(0, best);
  const { rates } = observation;
  const tiles = units.map((unit) => ({
    unit,
    score: scores.grid60[unit]!,
    grid: mapOf(rates, unit),
  }));
  const all = rates.units;
  const some = units.length === 1 ? `The best of ${all} units` : `The ${units.length} best of ${all} units`;
  const which = units.length === all ? `All ${all} units` : some;
  const heading = {
    title: `${which} of ${titleOf(subject)}`,
    subtitle: `By hexagonal score, above each map at the right: scorer ${scorer.name}, ${look.bins} x ${look.bins} bins, ${thousands(observation.samples)} samples. Noise reaches high scores, too: see the figure scores.`,
  };
  const scene = rateMapFigure({ tiles, arena: analysis.source.arena }, heading, cmap);
  return { kind: "scene", scene };
}
