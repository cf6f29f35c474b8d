import { printable } from "../../../printable.ts";
import { productsIn, type Session } from "../../../run/manifest.ts";
import type { RunDirectory } from "../../../run/run-directory.ts";
import { trainRecorded } from "../../../session/recorded-training.ts";
import { resumedSession, type TrainingSession, trainingTrouble } from "../../../session/training-session.ts";
import type { TrainingOutcome } from "../../../train/run-training.ts";
import type { CommandContext } from "../../frame/command.ts";
import type { Interruptible } from "../../frame/io.ts";
import { checkpointMosaic } from "./checkpoint-mosaic.ts";
import { openProgress } from "./training-progress.ts";

const clearLine = "\r\x1b[2K";
const showCursor = "\x1b[?25h";

type Context = Pick<CommandContext, "io" | "quiet" | "progressTerminal" | "note">;

/**
 * Trains with a line of progress on stderr; Ctrl-C stops and saves.
 * @throws UserError when the network is no longer finite: which array went first, and where the state is kept; when the disk is
 * full: which file did not fit, and how to go on
 */
export async function followTraining(context: Context, trained: TrainingSession): Promise<TrainingOutcome> {
  const { experiment, directory, from } = trained;
  const progress = openProgress(context, experiment.metrics);
  try {
    const session = resumedSession(trained);
    const mixed = from && session && mixture(directory, session);
    if (mixed) context.note(mixed);
    return await trainRecorded(trained, {
      session,
      signal: listenForEnd(context).signal,
      onProgress: progress.update,
      drawMosaic: checkpointMosaic,
      onTrouble: (message) => progress.note(printable(message)),
    });
  } catch (error) {
    throw trainingTrouble(error, directory, context.io.cwd);
  } finally {
    progress.end();
  }
}

/**
 * From now on a signal saves and ends the training, and says so at once; under --quiet it says nothing. Until then it ends the process.
 * The caller ends it when it goes on to something that need not be saved.
 */
export function listenForEnd({
  io,
  quiet,
  progressTerminal,
}: Pick<Context, "io" | "quiet" | "progressTerminal">): Interruptible {
  if (quiet) return io.interruption({ once: "", twice: "" });
  const above = progressTerminal.interactive ? clearLine : "";
  const once = `${above}saving after this step; Ctrl-C again a second later ends without saving\n`;
  const twice = `${progressTerminal.interactive ? clearLine + showCursor : ""}ended without saving\n`;
  return io.interruption({ once, twice });
}

/** Said of a run that goes on though it has no checkpoint. */
export const beginsAgain = "no checkpoint was made: beginning again at step 0";

/** What to say of a run that goes on by other means than it came by; undefined when it does not. */
export function mixture({ manifest }: RunDirectory, session: Session): string | undefined {
  const before = productsIn(manifest.sessions);
  const [now] = productsIn([session]);
  if (before.every((products) => products === now)) return undefined;
  return printable(`steps so far: ${before.join(", ")}; from here: ${now} (kept in manifest.json)`);
}
