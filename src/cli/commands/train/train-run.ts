/** One run, begun or gone on with in the foreground, and what there is to answer of it. */
import { relative } from "node:path";
import type { Config } from "../../../config/schema.ts";
import { pathWord } from "../../../copied-command.ts";
import { counted } from "../../../counted.ts";
import { programLine } from "../../../program-words.ts";
import type { Checkpoint } from "../../../run/checkpoint.ts";
import type { RunDirectory } from "../../../run/run-directory.ts";
import { lastMetrics } from "../../../run/run-summary.ts";
import {
  type NewRun,
  type TrainingSession,
  withNewRun,
  withResumedRun,
} from "../../../session/training-session.ts";
import type { Experiment } from "../../../tasks/experiment.ts";
import { taskOf } from "../../../tasks/tasks.ts";
import type { StepResult } from "../../../train/trainer.ts";
import type { CommandContext } from "../../frame/command.ts";
import { followTraining, listenForEnd } from "./follow-training.ts";
import { openingLines, resumeCommand } from "./opening-lines.ts";

type Context = Pick<CommandContext, "io" | "quiet" | "progressTerminal" | "note">;

/** How it is shown while it goes on. */
export interface Showing {
  readonly watch?: boolean;
  /** Leave the last picture of `watch` above what follows. */
  readonly keepPicture?: boolean;
  /** Which of several it is. */
  readonly label?: string | undefined;
  /** Of one like another that was just trained: only which one it is. */
  readonly brief?: boolean;
}

export interface Trained {
  /** For `--json`. */
  readonly value: Readonly<Record<string, unknown>> & { readonly run: string; readonly step: number };
  readonly interrupted: boolean;
  /** Whether it was trained now; false: it was done before. */
  readonly isNow: boolean;
  /** For people. */
  text(): string;
}

/** @throws UserError when it cannot be begun, or the training fails */
export async function trainNew(context: Context, run: NewRun, showing: Showing): Promise<Trained> {
  let trained: Trained | undefined;
  await withNewRun(
    run,
    async (session) => {
      trained = await train(context, session, run.config, showing);
    },
    () => void listenForEnd(context),
  );
  return trained!;
}

/** Goes on with a run, if it is not done. @throws UserError when it cannot be gone on with, or the training fails */
export async function trainFurther(
  context: Context,
  directory: RunDirectory,
  config: Config,
  showing: Showing,
): Promise<Trained> {
  let trained: Trained | undefined;
  await withResumedRun(
    directory,
    config,
    async (session) => {
      trained = await train(context, session, config, showing);
    },
    (last) => {
      trained = doneAlready(context, directory, config, last);
    },
    () => void listenForEnd(context),
  );
  return trained!;
}

/** A run as the user would type it. */
export const shownRun = ({ io }: Pick<CommandContext, "io">, path: string): string =>
  pathWord(relative(io.cwd, path)) || ".";

async function train(
  context: Context,
  session: TrainingSession,
  config: Config,
  { label, brief, ...showing }: Showing,
): Promise<Trained> {
  const { experiment, directory } = session;
  const shown = shownRun(context, directory.path);
  const { interactive, columns } = context.progressTerminal;
  const lines = openingLines(session, config, shown, interactive ? columns : undefined);
  for (const line of brief ? lines.slice(0, 1) : lines) context.note(line);
  const run = label === undefined ? shown : `${shown} (${label})`;
  const outcome = await followTraining(context, session, { ...showing, run, label });
  const { step, interrupted, result } = outcome;
  const { steps } = experiment.settings.train;
  return {
    interrupted,
    isNow: true,
    value: {
      run: directory.path,
      step,
      steps,
      interrupted,
      checkpoint: outcome.checkpointPath,
      loss: result?.loss ?? null,
      ...shownValues(experiment, result?.measured ?? {}),
    },
    text: () =>
      interrupted
        ? `stopped at step ${step} of ${steps}, saved\n  go on: ${resumeCommand(shown)}`
        : `done: ${counted(steps, "step")}${reached(experiment, result)}\n${lookAtIt(shown)}`,
  };
}

/** Of what progress shows; null where nothing was measured. */
const shownValues = (
  { metrics }: Pick<Experiment, "metrics">,
  measured: Readonly<Record<string, number>>,
): Record<string, number | null> =>
  Object.fromEntries(metrics.filter(({ shown }) => shown).map(({ name }) => [name, measured[name] ?? null]));

/** ", decode error 4.1 cm on the last batch" */
function reached({ metrics }: Experiment, result: StepResult | undefined): string {
  const said = metrics
    .filter(({ shown }) => shown)
    .map(({ name, label, unit = "", digits }) => {
      const value = result?.measured[name];
      return value === undefined
        ? ""
        : `, ${label} ${value.toFixed(Math.max(0, digits - 1))} ${unit}`.trimEnd();
    });
  return said.some((text) => text !== "") ? `${said.join("")} on the last batch` : "";
}

const lookAtIt = (shown: string): string => `  look at it: ${programLine(["evaluate", shown])}`;

/** Of a run that has made all its steps. */
function doneAlready(
  context: Context,
  directory: RunDirectory,
  { task }: Config,
  { step, path }: Pick<Checkpoint, "step" | "path">,
): Trained {
  const { loss, measured } = lastMetrics(directory);
  const metrics = taskOf(task).metrics.filter(({ name }) => name in measured);
  return {
    interrupted: false,
    isNow: false,
    value: {
      run: directory.path,
      step,
      steps: step,
      interrupted: false,
      checkpoint: path,
      loss,
      ...shownValues({ metrics }, measured),
    },
    text: () =>
      [`done already: all ${step} steps are made`, lookAtIt(shownRun(context, directory.path))].join("\n"),
  };
}
