/** Opening what a training needs, in the order in which it can be refused; `train`, `quickstart` and the shell do it alike. */
import { relative } from "node:path";
import type { Change } from "../config/diff.ts";
import type { Config } from "../config/schema.ts";
import { printConfig } from "../config/sources.ts";
import { merge, type Tree, treeOf } from "../config/tree.ts";
import { pathWord } from "../copied-command.ts";
import { type Engine, openEngine } from "../engine/engine.ts";
import { FileError } from "../format/file-trouble.ts";
import { programLine } from "../program-words.ts";
import { type Checkpoint, readCheckpoint } from "../run/checkpoint.ts";
import {
  checkOwnFolder,
  checkpointPath,
  listCheckpoints,
  makeRoom,
  notFinitePath,
} from "../run/checkpoint-folder.ts";
import { describeRun, describeSession, type Session } from "../run/manifest.ts";
import { checkNewRun, createRun, type RunDirectory } from "../run/run-directory.ts";
import { RunFilesGoneError } from "../run/run-guard.ts";
import { lockRun, type RunLock } from "../run/run-lock.ts";
import type { Experiment } from "../tasks/experiment.ts";
import { taskOf } from "../tasks/tasks.ts";
import { checkMemory } from "../train/memory-needs.ts";
import { NotFiniteError } from "../train/trainer.ts";
import { UserError } from "../user-error.ts";
import { openBegun } from "./beginning-network.ts";
import type { NamedNetwork } from "./named-networks.ts";
import { type ChosenDevice, openDevice, type PlannedTraining } from "./open-device.ts";
import { newestCheckpoint, savedConfig } from "./resumed-run.ts";
import { scheduleChangeInWords, scheduleChanges } from "./schedule-change.ts";
import { checkSameData } from "./trained-data.ts";

/** Everything open, and the run locked for this process. */
export interface TrainingSession {
  readonly engine: Engine;
  readonly device: ChosenDevice;
  readonly experiment: Experiment;
  readonly directory: RunDirectory;
  readonly lock: RunLock;
  /** Where to go on; undefined: a fresh network. */
  readonly from?: Checkpoint | undefined;
  /** Whether the run was trained before, if only to its end before the first checkpoint. */
  readonly isResumed: boolean;
  /** Settings of a resumed run that are others now. */
  readonly changes: ScheduleChange | undefined;
  /** What a reader should know of how it begins. */
  readonly remark?: string | undefined;
}

/** From `before` on, the schedule is that of the experiment. */
export interface ScheduleChange {
  readonly before: Config;
  readonly changed: readonly Change[];
}

/** What a change of the schedule does, in lines for a reader; none where nothing changed. */
export const changedSchedule = ({ experiment, from, changes }: TrainingSession): string[] =>
  changes
    ? scheduleChangeInWords(changes.before.train, experiment.settings.train, from?.step ?? 0, changes.changed)
    : [];

/** What the manifest says of a training that goes on from here; of a new run it says so already. */
export const resumedSession = ({
  engine,
  device,
  from,
  isResumed,
  changes,
}: TrainingSession): Session | undefined =>
  isResumed
    ? {
        ...describeSession(engine, device.name, from?.step ?? 0),
        ...(changes && { changed: changes.changed }),
      }
    : undefined;

/** What is to be trained, and where it is to be kept. */
export interface NewRun {
  readonly config: Config;
  readonly preset: string | null;
  readonly path: string;
  /** The network whose weights it begins with; undefined: fresh ones. */
  readonly from?: NamedNetwork | undefined;
}

type Work = (session: TrainingSession) => Promise<void>;

/**
 * Makes a run and trains it for the time of `work`.
 * @param ready called once engine and device are open, before anything is written
 * @throws UserError when the directory is taken, or there is no such device or not enough memory; nothing is left behind
 */
export async function withNewRun(run: NewRun, work: Work, ready: () => void = () => {}): Promise<void> {
  checkNewRun(run.path);
  const { config, preset, path } = run;
  const open = (engine: Engine) => {
    const begun = run.from && openBegun(engine, config, run.from);
    const experiment = begun?.experiment ?? taskOf(config.task).open(engine, config);
    return { begun, experiment, data: experiment.trainingData() };
  };
  await withDevice({ config, steps: config.train.steps, open }, async (engine, device, opened) => {
    const { begun, experiment, data } = opened;
    ready();
    const manifest = {
      ...describeRun(engine, { preset, seed: config.seed, device: device.name }),
      ...(begun && { begunFrom: begun.source }),
      ...(data && { data: { path: data.path, checksum: data.checksum, records: data.records } }),
    };
    const directory = createRun(path, printConfig(config), manifest, begun?.save);
    const from = begun && readCheckpoint(checkpointPath(directory, 0));
    const remark = [begun?.remark, data?.remark].filter(Boolean).join("; ") || undefined;
    const session = { engine, device, experiment, directory, from, remark };
    await whileLocked(directory, (lock) => work({ ...session, lock, isResumed: false, changes: undefined }));
  });
}

/**
 * Opens a run at its newest checkpoint, or at its beginning when it has none, for the time of `work`, or calls `done` when all its steps are made.
 * @throws UserError when somebody trains it, or its newest checkpoint cannot be gone on from
 */
export async function withResumedRun(
  directory: RunDirectory,
  config: Config,
  work: Work,
  done: (last: Checkpoint) => void,
  ready: () => void = () => {},
): Promise<void> {
  await whileLocked(directory, async (lock) => {
    const from = newestCheckpoint(directory, config);
    makeRoom(directory);
    if (from && from.step > config.train.steps) throw fewerSteps(directory, from.step, config);
    if (from?.step === config.train.steps) {
      done(from);
      return;
    }
    const changes = changesOf(directory, config);
    checkOwnFolder(directory);
    const plan = {
      config,
      steps: config.train.steps - (from?.step ?? 0),
      before: directory.manifest.sessions.at(-1)?.device,
      open(engine: Engine) {
        const experiment = taskOf(config.task).open(engine, config, from?.file.tensors);
        checkSameData(directory, experiment.trainingData());
        return { experiment };
      },
    };
    await withDevice(plan, async (engine, device, { experiment }) => {
      ready();
      await work({
        ...{ engine, device, experiment, lock, from, changes },
        directory: changes ? changed(directory, changes) : directory,
        isResumed: true,
      });
    });
  });
}

function changesOf(directory: RunDirectory, config: Config): ScheduleChange | undefined {
  const before = savedConfig(directory);
  const changed = scheduleChanges(before, config);
  return changed.length === 0 ? undefined : { before, changed };
}

/** With the configuration that is to be written. */
function changed(directory: RunDirectory, { before, changed }: ScheduleChange): RunDirectory {
  const tree = changed.map(({ key, after }) => treeOf(key, after)).reduce<Tree>(merge, { ...before });
  return { ...directory, configText: printConfig(tree) };
}

const fewerSteps = ({ path }: RunDirectory, done: number, { train }: Config): UserError =>
  new UserError(`${path} has made ${done} steps, more than ${train.steps}`, "ask for more: --steps N", 2);

interface Plan<Opened extends { readonly experiment: Experiment }> extends PlannedTraining {
  open(engine: Engine): Opened;
}

async function withDevice<Opened extends { readonly experiment: Experiment }>(
  plan: Plan<Opened>,
  work: (engine: Engine, device: ChosenDevice, opened: Opened) => Promise<void>,
): Promise<void> {
  const { device: wanted, workers, blas } = plan.config;
  const engine = await openEngine({ workers: workers === "auto" ? undefined : workers, blas });
  try {
    const opened = plan.open(engine);
    // A card needs of this machine what the own kernels need.
    checkMemory(engine, opened.experiment, wanted === "auto" ? "hybrid" : wanted);
    const device = await openDevice(engine, plan);
    try {
      await work(engine, device, opened);
    } finally {
      device.close();
    }
  } finally {
    engine.close();
  }
}

async function whileLocked(directory: RunDirectory, work: (lock: RunLock) => Promise<void>): Promise<void> {
  const lock = lockRun(directory.path);
  try {
    await work(lock);
  } finally {
    lock.release();
  }
}

/**
 * What a user is told of an error of `runTraining`: which array went first, and where the state is kept; or which file did not fit
 * or was removed, and how to go on. Other errors stay as they are.
 */
export function trainingTrouble(error: unknown, directory: RunDirectory, cwd: string): unknown {
  if (error instanceof RunFilesGoneError)
    return new UserError(error.message, howToGoOn(directory, cwd, "go on"));
  if (error instanceof FileError) {
    return new UserError(error.message, howToGoOn(directory, cwd, "when there is room"));
  }
  if (!(error instanceof NotFiniteError)) return error;
  return new UserError(
    error.message,
    `the state is kept in ${notFinitePath(directory)}; try a smaller train.learningRate or train.gradientClip=1`,
  );
}

/** After the training stopped for what happened to its files. */
function howToGoOn(directory: RunDirectory, cwd: string, when: string): string {
  const shown = pathWord(relative(cwd, directory.path)) || ".";
  const last = listCheckpoints(directory).at(-1);
  const saved = last ? `saved up to step ${last.step}` : "no checkpoint was made";
  return `${saved}; ${when}: ${programLine(["train", "--resume", shown])}`;
}
