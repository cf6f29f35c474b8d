import { trainingFigure } from "../../../draw/figure/training-figure.ts";
import { readMetrics } from "../../../run/metrics-log.ts";
import { openExperiment } from "../../../session/saved-network.ts";
import { type TrainingCurve, trainingCurves } from "../../../session/training-curves.ts";
import type { Picture } from "./picture.ts";
import { isRun, logPathOf, withoutLog } from "./run-log.ts";
import { type FigureSource, networkOf } from "./source.ts";
import { drawnCurve } from "./training-curve.ts";

/** Loss and what else a training showed. @throws UserError when there is no log: a checkpoint alone has none */
export function lossPicture(source: FigureSource): Picture {
  const saved = networkOf(source);
  const curves = loggedCurves(source);
  if (curves.length === 0) throw withoutLog(source);
  const heading = {
    title: `Training of ${source.subject.name}`,
    subtitle: `${curves[0]!.steps.at(-1)!} of ${saved.config.train.steps} steps. Floors are what the place code itself allows; chance is the answer "in the middle of the box". The loss includes the weight decay.`,
  };
  const drawn = curves.map(drawnCurve);
  return { kind: "scene", heading, draw: (...layout) => trainingFigure(drawn, ...layout) };
}

/** What the training of a run logged; nothing where there is no log. */
export function loggedCurves(source: FigureSource): TrainingCurve[] {
  const { subject, engine } = source;
  if (!subject.saved || !isRun(source)) return [];
  const levels = openExperiment(engine, subject.saved).levels(subject.saved.config.seed);
  return trainingCurves(subject.saved.task, readMetrics(logPathOf(source)), levels);
}
