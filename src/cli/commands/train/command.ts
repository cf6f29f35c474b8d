/** `train`: begins a training or goes on with one, in the foreground. The training itself is src/session and src/train. */
import { relative } from "node:path";
import type { Config } from "../../../config/schema.ts";
import { commandLine, pathWord } from "../../../copied-command.ts";
import { printable } from "../../../printable.ts";
import type { Checkpoint } from "../../../run/checkpoint.ts";
import type { BeginningNetwork } from "../../../run/manifest.ts";
import { newRunPath, type RunDirectory } from "../../../run/run-directory.ts";
import { lastMetrics } from "../../../run/run-summary.ts";
import { resumedConfig } from "../../../session/resumed-run.ts";
import { openNamedRun, runsDirectory } from "../../../session/run-names.ts";
import { nameOf } from "../../../session/subject.ts";
import {
  changedSchedule,
  type TrainingSession,
  withNewRun,
  withResumedRun,
} from "../../../session/training-session.ts";
import type { Experiment } from "../../../tasks/experiment.ts";
import { taskOf } from "../../../tasks/tasks.ts";
import type { StepResult } from "../../../train/trainer.ts";
import { UserError } from "../../../user-error.ts";
import { type CommandContext, defineCommand } from "../../frame/command.ts";
import { configFlags, configFromFlags } from "../../frame/config-flags.ts";
import { configOfNetwork } from "./begin-from.ts";
import { beginsAgain, followTraining, listenForEnd } from "./follow-training.ts";

const flags = {
  ...configFlags,
  run: { type: "string", placeholder: "DIR", help: "where to keep the run (default: a new one in runs/)" },
  resume: {
    type: "string",
    placeholder: "DIR",
    help: "go on with a run; with more --steps also with one that is done",
  },
  from: {
    type: "string",
    placeholder: "RUN|CHECKPOINT",
    help: "begin a new run with the weights of this network",
  },
  watch: { type: "boolean", help: "curves, scores and the best units on the whole screen while it trains" },
} as const;

type Context = CommandContext<typeof flags>;

export const command = defineCommand({
  flags,
  positionals: [],
  details:
    "Ctrl-C saves and stops. With --resume, --steps N is the one setting that may be another one, and with it the schedule (train.schedule, train.scheduleSteps, train.learningRate, train.warmupSteps, train.finalLearningRateShare): a cosine that has ended stays at its end unless told otherwise. A resumed run is bit-identical to an uninterrupted one when dense products run in the WASM kernels (--blas wasm). Devices: hybrid, the own kernels on all cores; wasm, webgpu and cpu, backends of TensorFlow.js that agree with it to rounding; auto, the default: webgpu where there is a hardware GPU and a few steps show it faster, else hybrid; a run goes on with what it began with. docs/devices.md says more.",
  examples: [
    "entorhinal train --preset quick",
    "entorhinal train --preset quick --set model.units=512 --seed 3 --run runs/large",
    "entorhinal train --preset quick --watch",
    "entorhinal train --preset quick --device webgpu",
    "entorhinal train --resume runs/large",
    "entorhinal train --from quick --set train.learningRate=0.0005 --run runs/tuned",
    "entorhinal train --resume runs/large --steps 2000 --set train.schedule=constant",
  ],
  async run(context) {
    checkWatch(context);
    await (context.flags.resume === undefined ? startRun(context) : resumeRun(context));
  },
});

function checkWatch({ flags, quiet }: Context): void {
  if (flags.watch && quiet) throw new UserError("--watch and --quiet together", "leave out one of them", 2);
}

async function startRun(context: Context): Promise<void> {
  const { flags, io } = context;
  const from = flags.from === undefined ? undefined : { path: context.path(flags.from), given: flags.from };
  const config = from ? configOfNetwork(flags, io.cwd, from) : configFromFlags(flags, io.cwd);
  const preset = flags.preset ?? null;
  const name = from ? `from-${nameOf(from.given)}` : preset;
  const path =
    flags.run === undefined
      ? newRunPath(context.path(runsDirectory), name, config.seed, new Date())
      : context.path(flags.run);
  const ready = () => void listenForEnd(context);
  await withNewRun({ config, preset, path, from }, (session) => train(context, session), ready);
}

async function resumeRun(context: Context): Promise<void> {
  const { flags, io } = context;
  if (flags.run !== undefined) {
    throw new UserError("--run and --resume together", "name the run once, with --resume", 2);
  }
  if (flags.from !== undefined) {
    throw new UserError(
      "--from and --resume together",
      "--resume goes on with a run, --from begins a new one with its weights: choose one",
      2,
    );
  }
  const directory = openNamedRun(context.path(flags.resume!), flags.resume!);
  const config = resumedConfig(directory, (saved) => configFromFlags(flags, io.cwd, [saved]));
  await withResumedRun(
    directory,
    config,
    (session) => train(context, session),
    (last) => reportDone(context, directory, config, last),
    () => void listenForEnd(context),
  );
}

const shownPath = (context: Context, directory: RunDirectory): string =>
  pathWord(relative(context.io.cwd, directory.path)) || ".";

async function train(context: Context, session: TrainingSession): Promise<void> {
  const { device, experiment, directory } = session;
  const shown = shownPath(context, directory);
  context.note(`${beginning(session)} in ${printable(shown)}`);
  context.note(`device: ${printable(device.description)}`);
  for (const line of changedSchedule(session)) context.note(line);
  const { begunFrom } = directory.manifest;
  if (begunFrom && !session.isResumed) context.note(printable(weightsOf(begunFrom)));
  if (session.remark) context.note(printable(session.remark));
  const outcome = await followTraining(context, session, {
    run: shown,
    watch: context.flags.watch,
    keepPicture: true,
  });
  const { step, interrupted, result } = outcome;
  const { steps } = experiment.settings.train;
  context.answer(
    {
      run: directory.path,
      step,
      steps,
      interrupted,
      checkpoint: outcome.checkpointPath,
      loss: result?.loss ?? null,
      ...shownValues(experiment, result?.measured ?? {}),
    },
    () =>
      interrupted
        ? `stopped at step ${step} of ${steps}, saved\n  go on: ${commandLine(["bun", "run", "train", "--resume", shown])}`
        : `done: ${steps} steps${reached(experiment, result)}\n${lookAtIt(shown)}`,
  );
}

const weightsOf = ({ file, step }: BeginningNetwork): string =>
  `weights of ${file} after ${step} steps; optimizer and count of steps begin anew`;

function beginning({ from, isResumed }: TrainingSession): string {
  if (!isResumed) return "training";
  return from ? `resuming at step ${from.step}` : beginsAgain;
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

const lookAtIt = (shown: string): string =>
  `  look at it: ${commandLine(["bun", "run", "entorhinal", "evaluate", shown])}`;

/** A run that is resumed though it has made all its steps. */
function reportDone(
  context: Context,
  directory: RunDirectory,
  { task }: Config,
  { step, path }: Checkpoint,
): void {
  const { loss, measured } = lastMetrics(directory);
  context.answer(
    {
      run: directory.path,
      step,
      steps: step,
      interrupted: false,
      checkpoint: path,
      loss,
      ...shownValues(taskOf(task), measured),
    },
    () => [`done already: all ${step} steps are made`, lookAtIt(shownPath(context, directory))].join("\n"),
  );
}
