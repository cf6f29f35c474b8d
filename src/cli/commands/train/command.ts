/** `train`: begins a training or goes on with one, in the foreground. The training itself is src/session and src/train. */
import { join } from "node:path";
import { newRunPath } from "../../../run/run-directory.ts";
import { resumedConfig } from "../../../session/resumed-run.ts";
import { openNamedRun, runsDirectory } from "../../../session/run-names.ts";
import { nameOf } from "../../../session/subject.ts";
import { UserError } from "../../../user-error.ts";
import { type CommandContext, defineCommand } from "../../frame/command.ts";
import { configFlags, configFromFlags } from "../../frame/config-flags.ts";
import { configOfNetwork } from "./begin-from.ts";
import { meantBy } from "./meant-by.ts";
import { parseSeeds } from "./seeds.ts";
import { trainFurther, trainNew } from "./train-run.ts";
import { pathOfSeed, trainSet } from "./train-set.ts";

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
  seeds: {
    type: "string",
    placeholder: "LIST",
    help: "one run a seed, one after the other, such as 0-4 or 0,3,7: runs/NAME-0 and so on; what is done is not done again",
  },
  watch: { type: "boolean", help: "curves, scores and the best units on the whole screen while it trains" },
} as const;

type Context = CommandContext<typeof flags>;

export const command = defineCommand({
  flags,
  positionals: [],
  meantBy,
  details:
    "Ctrl-C saves and stops. With --resume, what is kept of a run may be set anew (train.keepCheckpoints, train.mosaic, train.scoreEvery, train.filmEvery, train.imageEvery), the place of its data (--data), and --steps N, and with it the schedule (train.schedule, train.scheduleSteps, train.learningRate, train.warmupSteps, train.finalLearningRateShare): a cosine that has ended stays at its end unless told otherwise. A resumed run is bit-identical to an uninterrupted one when dense products run in the WASM kernels (--blas wasm). Devices: hybrid, the own kernels on all cores; wasm, webgpu and cpu, backends of TensorFlow.js that agree with it to rounding; auto, the default: webgpu where there is a hardware GPU and a few steps show it faster, else hybrid; a run goes on with what it began with. docs/devices.md says more.",
  examples: [
    "entorhinal train --preset quick",
    "entorhinal train --preset quick --set model.units=512 --seed 3 --run runs/large",
    "entorhinal train --preset quick --watch",
    "entorhinal train --preset quick --seeds 0-4",
    "entorhinal train --preset quick --device webgpu",
    "entorhinal train --preset quick --data records --run runs/recorded",
    "entorhinal train --resume runs/large",
    "entorhinal train --from quick --set train.learningRate=0.0005 --run runs/tuned",
    "entorhinal train --resume runs/large --steps 2000 --set train.schedule=constant",
  ],
  async run(context) {
    checkWatch(context);
    const { value, text } = await trained(context);
    context.answer(value, text);
  },
});

function trained(context: Context) {
  const { resume, seeds } = context.flags;
  if (resume !== undefined) return resumeRun(context);
  return seeds === undefined ? startRun(context) : startSet(context, parseSeeds(seeds));
}

function checkWatch({ flags, quiet }: Context): void {
  if (flags.watch && quiet) throw new UserError("--watch and --quiet together", "leave out one of them", 2);
}

function startRun(context: Context) {
  const { flags } = context;
  const { name, ...wanted } = wantedBy(context);
  const path =
    flags.run === undefined
      ? newRunPath(context.path(runsDirectory), name, wanted.config.seed, new Date())
      : context.path(flags.run);
  return trainNew(context, { ...wanted, path }, { watch: flags.watch, keepPicture: true });
}

/** What the flags ask for, and what to name a run after. @param seed instead of that of the flags */
function wantedBy({ flags: given, io, path }: Context, seed = given.seed) {
  const flags = { ...given, seed };
  const from = flags.from === undefined ? undefined : { path: path(flags.from), given: flags.from };
  const config = from ? configOfNetwork(flags, io.cwd, from) : configFromFlags(flags, io.cwd);
  const preset = flags.preset ?? null;
  return { config, preset, from, name: from ? `from-${nameOf(from.given)}` : preset };
}

function startSet(context: Context, seeds: readonly number[]) {
  const { flags } = context;
  if (flags.seed !== undefined) {
    throw new UserError("--seed and --seeds together", "leave out one of them", 2);
  }
  const { name } = wantedBy(context);
  const base = context.path(flags.run ?? join(runsDirectory, name ?? "run"));
  const runs = seeds.map((seed) => ({ ...wantedBy(context, seed), path: pathOfSeed(base, seed) }));
  return trainSet(context, base, runs, { watch: flags.watch });
}

function resumeRun(context: Context) {
  const { flags, io } = context;
  if (flags.seeds !== undefined) {
    throw new UserError(
      "--seeds and --resume together",
      "the command that began the set goes on with it, without --resume",
      2,
    );
  }
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
  return trainFurther(context, directory, config, { watch: flags.watch, keepPicture: true });
}
