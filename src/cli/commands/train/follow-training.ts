import type { Engine } from "../../../engine/engine.ts";
import { printable } from "../../../printable.ts";
import type { Checkpoint } from "../../../run/checkpoint.ts";
import { describeSession, productsIn, type Session } from "../../../run/manifest.ts";
import type { RunDirectory } from "../../../run/run-directory.ts";
import type { ChosenDevice } from "../../../session/open-device.ts";
import { trainingTrouble } from "../../../session/training-session.ts";
import type { Experiment } from "../../../tasks/experiment.ts";
import { runTraining, type TrainingOutcome } from "../../../train/run-training.ts";
import type { CommandContext } from "../../frame/command.ts";
import { openProgress } from "./training-progress.ts";

type Context = Pick<CommandContext, "io" | "quiet" | "progressTerminal" | "note">;

/**
 * Trains with a line of progress on stderr; Ctrl-C stops and saves.
 * @throws UserError when the network is no longer finite: which array went first, and where the state is kept; when the disk is
 * full: which file did not fit, and how to go on
 */
export async function followTraining(
  context: Context,
  engine: Engine,
  experiment: Experiment,
  directory: RunDirectory,
  device: ChosenDevice,
  from?: Checkpoint,
): Promise<TrainingOutcome> {
  const progress = openProgress(context, experiment.metrics);
  try {
    const session = from && describeSession(engine, device.name, from.step);
    const mixed = session && mixture(directory, session);
    if (mixed) context.note(mixed);
    return await runTraining(engine, experiment, directory, {
      from,
      session,
      openTrainer: device.openTrainer,
      signal: context.io.interruption(),
      onProgress: progress.update,
    });
  } catch (error) {
    throw trainingTrouble(error, directory, context.io.cwd);
  } finally {
    progress.end();
  }
}

/** What to say of a run that goes on by other means than it came by; undefined when it does not. */
export function mixture({ manifest }: RunDirectory, session: Session): string | undefined {
  const before = productsIn(manifest.sessions);
  const [now] = productsIn([session]);
  if (before.every((products) => products === now)) return undefined;
  return printable(`steps so far: ${before.join(", ")}; from here: ${now} (kept in manifest.json)`);
}
