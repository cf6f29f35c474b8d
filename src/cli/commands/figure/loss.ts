import { trainingFigure } from "../../../draw/figure/training-figure.ts";
import { readMetrics } from "../../../run/metrics-log.ts";
import { openExperiment } from "../../../session/saved-network.ts";
import { trainingCurves } from "../../../session/training-curves.ts";
import type { Picture } from "./picture.ts";
import { logPathOf, withoutLog } from "./run-log.ts";
import { type FigureSource, networkOf } from "./source.ts";
import { drawnCurve } from "./training-curve.ts";

/** Loss and what else a training showed. @throws UserError when there is no log: a checkpoint alone has none */
export function lossPicture(source: FigureSource): Picture {
  const saved = networkOf(source);
  const log = readMetrics(logPathOf(source));
  const { seed, train } = saved.config;
  const levels = openExperiment(source.engine, saved).levels(seed);
  const curves = trainingCurves(saved.task, log, levels);
  if (curves.length === 0) throw withoutLog(source);
  const heading = {
    title: `Training of ${source.subject.name}`,
    subtitle: `${log.at(-1)!.step} of ${train.steps} steps. Floors are what the place code itself allows; chance is the answer "in the middle of the box". The loss includes the weight decay.`,
  };
  const drawn = curves.map(drawnCurve);
  return { kind: "scene", heading, draw: (...layout) => trainingFigure(drawn, ...layout) };
}
