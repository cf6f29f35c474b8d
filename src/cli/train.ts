import { relative } from "node:path";
import { givenCentres } from "../code/place-centres.ts";
import { type Engine, openEngine } from "../engine/engine.ts";
import { readCheckpoint } from "../train/checkpoint.ts";
import { type Experiment, openExperiment } from "../train/experiment.ts";
import { newRunPath, openRun, type RunDirectory } from "../train/run-directory.ts";
import { lockRun } from "../train/run-lock.ts";
import { listCheckpoints, type Progress, runTraining, type TrainingOutcome } from "../train/run-training.ts";
import { NotFiniteError } from "../train/training-step.ts";
import { UserError } from "../user-error.ts";
import { type CommandContext, defineCommand } from "./command.ts";
import { diffConfigs } from "./config/diff.ts";
import { configFlags, configFromFlags } from "./config/flags.ts";
import { type Layer, resolveConfig } from "./config/resolve.ts";
import { parseConfigText } from "./config/sources.ts";
import { type NewRun, openNewRun } from "./new-run.ts";
import { openProgress } from "./training-progress.ts";

const flags = {
  ...configFlags,
  run: { type: "string", placeholder: "DIR", help: "where to keep the run (default: a new one in runs/)" },
  resume: { type: "string", placeholder: "DIR", help: "go on with an interrupted run" },
} as const;

type Context = CommandContext<typeof flags>;

export const command = defineCommand({
  flags,
  positionals: [],
  details:
    "Ctrl-C saves and stops. A resumed run is bit-identical to an uninterrupted one when dense products run in the WASM kernels (--blas wasm).",
  examples: [
    "entorhinal train --preset quick",
    "entorhinal train --preset quick --set model.units=512 --seed 3 --run runs/large",
    "entorhinal train --resume runs/large",
  ],
  async run(context) {
    const plan = context.flags.resume === undefined ? planNew(context) : planResume(context);
    const engine = await openEngine({
      workers: plan.config.workers === "auto" ? undefined : plan.config.workers,
      blas: plan.config.blas,
    });
    try {
      const { config, checkpoint, directory: existing } = plan;
      const { experiment, directory } =
        existing && checkpoint
          ? {
              experiment: openExperiment(engine, config, givenCentres(checkpoint.centres)),
              directory: existing,
            }
          : openNewRun(engine, plan);
      const unlock = lockRun(directory.path);
      try {
        await train(context, engine, experiment, directory, plan);
      } finally {
        unlock();
      }
    } finally {
      engine.close();
    }
  },
});

interface Plan extends NewRun {
  readonly directory?: RunDirectory;
  readonly checkpoint?: ReturnType<typeof readCheckpoint>;
}

function planNew(context: Context): Plan {
  const config = configFromFlags(context.flags, context.io.cwd);
  const preset = context.flags.preset ?? null;
  const path =
    context.flags.run === undefined
      ? newRunPath(context.path("runs"), preset, config.seed, new Date())
      : context.path(context.flags.run);
  return { config, preset, path };
}

/** Keys that may differ when a run goes on: they say where to compute, not what. */
const machineKeys = ["workers", "blas", "device"];

function planResume(context: Context): Plan {
  const { flags, io } = context;
  if (flags.run !== undefined) {
    throw new UserError("--run and --resume together", "name the run once, with --resume", 2);
  }
  const path = context.path(flags.resume!);
  const directory = openRun(path);
  const saved: Layer = {
    origin: "config.yaml",
    tree: parseConfigText(directory.configText, "config.yaml").tree,
  };
  const before = resolveConfig([saved]);
  const config = configFromFlags(flags, io.cwd, [saved]);
  const changes = diffConfigs(before, config).filter((line) => !machineKeys.includes(line.split(":")[0]!));
  if (changes.length > 0) {
    throw new UserError(
      `the run was made with another configuration: ${changes.join("; ")}`,
      "resume without these flags, or start a new run with them",
      2,
    );
  }
  const last = listCheckpoints(directory).at(-1);
  if (!last) {
    throw new UserError(`${path} has no checkpoint yet`, "remove it and start anew");
  }
  const checkpoint = readCheckpoint(last.path);
  return { config, preset: directory.manifest.preset, path, directory, checkpoint };
}

async function train(
  context: Context,
  engine: Engine,
  experiment: Experiment,
  directory: RunDirectory,
  plan: Plan,
): Promise<void> {
  const shown = relative(context.io.cwd, directory.path) || directory.path;
  const from = plan.checkpoint;
  const products = engine.blas
    ? `${engine.blas.description}, not bit-reproducible`
    : "WASM kernels, bit-reproducible";
  context.note(`${from ? `resuming at step ${from.step}` : "training"} in ${shown}`);
  context.note(`${engine.pool.threads} threads, dense products: ${products}`);
  const progress = openProgress(context);
  let latest: Progress | undefined;
  let outcome: TrainingOutcome;
  try {
    outcome = await runTraining(engine, experiment, directory, {
      from,
      signal: context.io.interruption(),
      onProgress: (step) => {
        latest = step;
        progress.update(step);
      },
    });
  } catch (error) {
    if (!(error instanceof NotFiniteError)) throw error;
    throw new UserError(
      error.message,
      `the state before it is in ${shown}/checkpoints/not-finite.safetensors; try a smaller train.learningRate or train.gradientClip=1`,
    );
  } finally {
    progress.end();
  }
  const { step, interrupted } = outcome;
  const { decodeError, loss } = latest?.result ?? { decodeError: null, loss: null };
  context.answer(
    {
      run: directory.path,
      step,
      steps: plan.config.train.steps,
      interrupted,
      checkpoint: outcome.checkpointPath,
      loss,
      decodeErrorCm: decodeError === null ? null : 100 * decodeError,
    },
    () =>
      interrupted
        ? `stopped at step ${step} of ${plan.config.train.steps}, saved\n  go on: bun run train --resume ${shown}`
        : `done: ${step} steps, decode error ${decodeError === null ? "-" : (100 * decodeError).toFixed(1)} cm on the last batch\n  look at it: bun run entorhinal evaluate ${shown}`,
  );
}
