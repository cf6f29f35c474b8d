/** From a run to the pictures of its film. */
import type { FilmStill } from "../../../draw/figure/film-scene.ts";
import { programLine } from "../../../program-words.ts";
import { readMetrics } from "../../../run/metrics-log.ts";
import type { RunDirectory } from "../../../run/run-directory.ts";
import { frameSources, readFilm } from "../../../session/film.ts";
import { bundledFile, openNamedRun } from "../../../session/run-names.ts";
import { openExperiment, readNetwork } from "../../../session/saved-network.ts";
import { nameOf } from "../../../session/subject.ts";
import { trainingCurves } from "../../../session/training-curves.ts";
import { UserError } from "../../../user-error.ts";
import type { CommandContext } from "../../frame/command.ts";
import { shareProgress } from "../../frame/share-progress.ts";
import { withEngine } from "../../frame/subject.ts";
import { readUnits } from "../../frame/unit-list.ts";
import { bestAtEnd, filmStills } from "./stills.ts";

interface FilmChoice {
  /** As `--units` names them; undefined: the best of the end. */
  readonly units?: string | undefined;
  readonly best: number;
  readonly most: number;
  readonly workers: number | undefined;
  readonly blas: "auto" | "native" | "wasm";
}

/** @throws UserError when there is no such run, or it has no such units */
export async function openFilm(
  context: Pick<CommandContext, "quiet" | "io" | "progressTerminal" | "positionals" | "path" | "note">,
  choice: FilmChoice,
): Promise<{ stills: FilmStill[]; units: readonly number[] }> {
  const given = context.positionals[0]!;
  const run = runOf(context.path(given), given);
  const saved = readNetwork(run.path, given);
  const { config, task } = saved;
  const named = choice.units === undefined ? undefined : readUnits(choice.units, task.unitsOf(config));
  const sources = frameSources(run, choice.most);
  if (sources.every(({ isKept }) => !isKept)) {
    const count = sources.length === 1 ? "1 frame" : `${sources.length} frames, one a checkpoint`;
    context.note(`${count}: a training with --set train.filmEvery=20 keeps more`);
  }
  return withEngine({ flags: choice }, async (engine) => {
    const progress = shareProgress(context);
    try {
      const say = (share: number) => progress.progress?.("reading the frames", share);
      const frames = await readFilm(engine, saved, sources, say);
      const experiment = openExperiment(engine, saved);
      const curves = trainingCurves(task, readMetrics(run.metricsPath), experiment.levels(config.seed));
      const units = named ?? bestAtEnd(frames, choice.best);
      const { arena } = task.activity(engine, experiment, experiment.initialize());
      const curve = curves.find(({ metric }) => metric.name !== task.loss.name) ?? curves[0];
      const plan = { name: nameOf(given), steps: config.train.steps, frames, units, arena, curve };
      return { stills: filmStills(plan), units };
    } finally {
      progress.ended?.();
    }
  });
}

function runOf(path: string, given: string): RunDirectory {
  if (bundledFile(path, given) !== undefined) {
    throw new UserError(
      `${given} is a single network, without its training`,
      `name a run directory; ${programLine(["runs"])} lists them`,
    );
  }
  return openNamedRun(path, given);
}
