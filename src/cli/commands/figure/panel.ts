import { defaultScorer } from "../../../analyse/scorer.ts";
import { trajectoryPaths } from "../../../analyse/trajectory-paths.ts";
import { compositeFigure } from "../../../draw/figure/composite-figure.ts";
import { titleOf } from "../../../session/subject.ts";
import { describeNull, gridVerdict } from "../evaluate/verdict.ts";
import { autocorrelogramOf } from "./autocorrelogram.ts";
import { latticeData } from "./lattice.ts";
import { loggedCurves } from "./loss.ts";
import type { Picture } from "./picture.ts";
import { scoreData } from "./scores.ts";
import {
  type FigureOptions,
  type FigureSource,
  figureLook,
  listUnits,
  namedUnits,
  rankedUnits,
  thousands,
} from "./source.ts";
import { drawnCurve } from "./training-curve.ts";

const shownByDefault = 6;
/** Of the path, where the trajectories are fresh ones. */
const pathSteps = 600;

/** All that a paper shows of a network, lettered; what there is not is left out. @throws UserError when no unit has a score */
export async function panelPicture(figure: FigureSource, options: FigureOptions): Promise<Picture> {
  const { analysis, subject } = figure;
  const named = namedUnits(figure, options);
  const look = figureLook(figure, options, options.scorer ?? defaultScorer);
  const observation = await analysis.observation(look);
  options.onObserved?.(observation);
  const scores = await analysis.scores(look);
  const ranked = rankedUnits(scores);
  const units = named ?? ranked.slice(0, options.best ?? shownByDefault);
  const noise = await analysis.noise(look);
  const curves = loggedCurves(figure);
  const training = curves[1] ?? curves[0];
  const data = {
    world: oneTrajectory(figure, options),
    units: units.map((unit) => ({
      ...autocorrelogramOf(figure, { look, observation }, scores, unit),
      ...{ unit, score: scores.grid60[unit]! },
    })),
    scores: noise && scoreData(scores, noise),
    training: training && drawnCurve(training),
    spacing: noise && (await latticeData(analysis, look, "spacing", figure.untrained?.())),
  };
  const which = named ? listUnits(units) : `the ${units.length} units of the highest hexagonal score`;
  const against = figure.untrained ? "noise and the untrained network" : "noise";
  const parts = [
    "one trajectory in the box",
    `rate maps of ${which}, written above each`,
    "their autocorrelograms with the ring in which it was reached",
    ...(noise ? ["scores of all units beside those of noise"] : []),
    ...(training ? [`${training.metric.label} over the training`] : []),
    ...(noise ? [`spacing of the units above the percentile, beside ${against} by the same rule`] : []),
  ];
  const heading = {
    title: titleOf(subject),
    subtitle: [
      `${parts.map((part, i) => `${"abcdef"[i]}, ${part}`).join("; ")}.`,
      ...(noise
        ? [gridVerdict(scores, noise)]
        : [`Scorer ${scores.scorer}, ${look.bins} x ${look.bins} bins.`]),
      `${thousands(observation.samples)} samples.`,
      ...(noise ? [`Null: ${describeNull(noise)}.`] : []),
    ].join(" "),
  };
  const { cmap = "viridis" } = options;
  return { kind: "scene", heading, draw: (words, width) => compositeFigure(data, words, cmap, width) };
}

/** Of a recording its first one. */
function oneTrajectory({ analysis: { source } }: FigureSource, { seed }: FigureOptions) {
  const { arena, usual } = source;
  const steps = usual.trajectories === undefined ? pathSteps : usual.steps;
  const request = { seed: seed ?? usual.seed, trajectories: 1, steps };
  const none = { centresX: [], centresY: [], fieldWidth: 0 };
  return { ...none, arena, paths: trajectoryPaths(source, request) };
}
