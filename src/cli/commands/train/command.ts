/** `train`: begins a training or goes on with one, in the foreground. The training itself is src/session and src/train. */
import { newRunPath } from "../../../run/run-directory.ts";
import { resumedConfig } from "../../../session/resumed-run.ts";
import { openNamedRun, runsDirectory } from "../../../session/run-names.ts";
import { nameOf } from "../../../session/subject.ts";
import { UserError } from "../../../user-error.ts";
import { type CommandContext, defineCommand } from "../../frame/command.ts";
import { configFlags, configFromFlags } from "../../frame/config-flags.ts";
import { configOfNetwork } from "./begin-from.ts";
import { meantBy } from "./meant-by.ts";
import { trainFurther, trainNew } from "./train-run.ts";

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
  meantBy,
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
    const trained = await (context.flags.resume === undefined ? startRun(context) : resumeRun(context));
    context.answer(trained.value, trained.text);
  },
});

function checkWatch({ flags, quiet }: Context): void {
  if (flags.watch && quiet) throw new UserError("--watch and --quiet together", "leave out one of them", 2);
}

function startRun(context: Context) {
  const { flags, io } = context;
  const from = flags.from === undefined ? undefined : { path: context.path(flags.from), given: flags.from };
  const config = from ? configOfNetwork(flags, io.cwd, from) : configFromFlags(flags, io.cwd);
  const preset = flags.preset ?? null;
  const name = from ? `from-${nameOf(from.given)}` : preset;
  const path =
    flags.run === undefined
      ? newRunPath(context.path(runsDirectory), name, config.seed, new Date())
      : context.path(flags.run);
  return trainNew(context, { config, preset, path, from }, { watch: flags.watch, keepPicture: true });
}

function resumeRun(context: Context) {
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
  return trainFurther(context, directory, config, { watch: flags.watch, keepPicture: true });
}
