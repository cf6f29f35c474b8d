/** `simulate --format tfrecord`: simulated trajectories as the records that Banino et al. 2018 published. */
import { mkdirSync } from "node:fs";
import { type Engine, openEngine } from "../../../engine/engine.ts";
import { fileTrouble } from "../../../format/file-trouble.ts";
import { lookUp, namesIn } from "../../../format/look-up.ts";
import { printable } from "../../../printable.ts";
import { UserError } from "../../../user-error.ts";
import type { PathRecord } from "../../../world/dataset/path-record.ts";
import { simulatedRecords } from "../../../world/dataset/simulated-records.ts";
import { tfrecordNames, writeTfrecords } from "../../../world/dataset/tfrecord-folder.ts";
import { motionOf } from "../../../world/motion.ts";
import { arenaOf, type OpenField } from "../../../world/open-field.ts";
import { formInWords, usualForm } from "../../../world/rebuilt-path.ts";
import { allocateTrajectories, simulateTrajectories } from "../../../world/trajectory.ts";
import type { CommandContext } from "../../frame/command.ts";
import { shareProgress } from "../../frame/share-progress.ts";

export interface RecordsToWrite {
  readonly folder: string;
  readonly force: boolean;
  readonly trajectories: number;
  readonly steps: number;
  readonly perFile: number;
  readonly workers: number | undefined;
  readonly seed: number;
  readonly world: OpenField;
}

type Context = Pick<CommandContext, "answer" | "quiet" | "io" | "progressTerminal">;

/** @throws UserError when the folder holds something (without `force`), or cannot be written */
export async function writeSimulatedRecords(context: Context, wanted: RecordsToWrite): Promise<void> {
  const { folder, force, trajectories, steps, perFile, workers, seed, world } = wanted;
  if (world.periodic) {
    throw new UserError(
      "records have no periodic box: a path that crosses the seam would jump",
      "leave out --periodic, or write --format npz",
      2,
    );
  }
  const files = tfrecordNames(trajectories, perFile);
  openFolder(folder, force, files);
  const progress = shareProgress(context);
  const engine = await openEngine({ workers, blas: "wasm" });
  try {
    const options = { count: trajectories, perFile, force };
    for (const share of writeTfrecords(folder, recordsOf(engine, wanted), options)) {
      progress.progress?.("writing records", share);
      await progress.breathe();
    }
  } finally {
    progress.ended?.();
    engine.close();
  }
  context.answer({ out: folder, seed, world, files, records: trajectories, steps, form: usualForm }, () =>
    [
      printable(folder),
      `  ${files.length === 1 ? files[0] : `${files[0]} to ${files.at(-1)}`}`,
      `  ${trajectories} records of ${steps} steps of ${world.dt} s`,
      `  ${formInWords(usualForm)}`,
    ].join("\n"),
  );
}

/** Other records beside those that are written would be taken for parts of the same data. */
function openFolder(folder: string, force: boolean, files: readonly string[]): void {
  const found = lookUp(folder);
  if (found?.isFile()) throw new UserError(`${folder} is a file`, "name a folder for the records");
  if (!force && namesIn(folder).length > 0) {
    throw new UserError(`${folder} exists and is not empty`, "use --force or another name");
  }
  const other = namesIn(folder).find((name) => name.endsWith(".tfrecord") && !files.includes(name));
  if (other !== undefined) {
    throw new UserError(
      `${folder} holds other records, such as ${other}`,
      "remove them, or choose another folder",
    );
  }
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw fileTrouble(folder, error);
  }
}

const samplesAtOnce = 2 ** 18;

/** The trajectories of an npz from the same seed; the direction of the last turn takes a step more. */
function* recordsOf(
  engine: Engine,
  { trajectories, steps, seed, world }: RecordsToWrite,
): Generator<PathRecord> {
  const portion = Math.max(1, Math.floor(samplesAtOnce / steps));
  for (let first = 0; first < trajectories; first += portion) {
    const records = engine.memory.scope(() => {
      const batch = allocateTrajectories(engine, steps + 1, Math.min(portion, trajectories - first));
      simulateTrajectories(
        engine,
        { seed, stream: "simulate", first },
        batch,
        arenaOf(world),
        motionOf(world),
      );
      return [...simulatedRecords(batch, world.dt)];
    });
    yield* records;
  }
}
