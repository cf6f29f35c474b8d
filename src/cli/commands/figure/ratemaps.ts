import { mapOf } from "../../../analyse/rate-map.ts";
import { defaultScorer, findScorer } from "../../../analyse/scorer.ts";
import { rateMapFigure } from "../../../draw/figure/rate-map-figure.ts";
import { titleOf } from "../../../session/subject.ts";
import { UserError } from "../../../user-error.ts";
import type { Picture } from "./picture.ts";
import {
  capital,
  type FigureOptions,
  type FigureSource,
  listUnits,
  namedUnits,
  observeMaps,
  rankedUnits,
  thousands,
} from "./source.ts";

const defaultBest = 24;

/** Rate maps of the units of the highest hexagonal score, or of those that are named. @throws UserError when no unit has a score */
export async function rateMapsPicture(source: FigureSource, options: FigureOptions): Promise<Picture> {
  const { best = defaultBest, cmap = "viridis" } = options;
  const scorer = findScorer(options.scorer ?? defaultScorer);
  const { subject, analysis } = source;
  const named = namedUnits(source, options);
  if (named && options.best !== undefined) {
    throw new UserError("--best and --units contradict each other", "leave out one of them", 2);
  }
  const { look, observation } = await observeMaps(source, options, scorer.name);
  const scores = await analysis.scores(look);
  const units = named ?? rankedUnits(scores).slice(0, best);
  const { rates } = observation;
  const tiles = units.map((unit) => ({
    unit,
    score: scoreOf(scores.grid60[unit]!),
    grid: mapOf(rates, unit),
  }));
  const which = named ? capital(listUnits(named)) : bestOf(units.length, rates.units);
  const heading = {
    title: `${which} of ${titleOf(subject)}`,
    subtitle: `${named ? "With the" : "By"} hexagonal score, above each map at the right: scorer ${scorer.name}, ${look.bins} x ${look.bins} bins, ${thousands(observation.samples)} samples. Noise reaches high scores, too: see the figure scores.`,
  };
  const { arena } = analysis.source;
  return {
    ...{ kind: "scene", heading },
    draw: (words, width) => rateMapFigure({ tiles, arena }, words, cmap, width),
  };
}

/** None of a map that does not vary. */
const scoreOf = (score: number): number | undefined => (Number.isNaN(score) ? undefined : score);

function bestOf(count: number, all: number): string {
  if (count === all) return `All ${all} units`;
  return count === 1 ? `The best of ${all} units` : `The ${count} best of ${all} units`;
}
