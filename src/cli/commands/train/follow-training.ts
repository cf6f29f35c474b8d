import { printable } from "../../../printable.ts";
import { productsIn, type Session } from "../../../run/manifest.ts";
import type { RunDirectory } from "../../../run/run-directory.ts";
import { trainRecorded } from "../../../session/recorded-training.ts";
import { resumedSession, type TrainingSession, trainingTrouble } from "../../../session/training-session.ts";
import type { TrainingOutcome } from "../../../train/run-training.ts";
import type { CommandContext } from "../../frame/command.ts";
import { usualRows } from "../../frame/full-screen.ts";
import type { InterruptionWords } from "../../frame/interruption.ts";
import type { Interruptible } from "../../frame/io.ts";
import { takeScreen } from "../../frame/taken-screen.ts";
import { checkpointMosaic } from "./checkpoint-mosaic.ts";
import { eventImages } from "./event-images.ts";
import { openProgress } from "./training-progress.ts";
import { LiveView } from "./watch/live-view.ts";

const clearLine = "\r\x1b[2K";
const showCursor = "\x1b[?25h";
/** Over the keys that the live view explains. */
const lastLine = "\x1b[999;1H\x1b[2K";
const leaveOtherScreen = `\x1b[0m\x1b[?1049l${showCursor}`;
/** Of the answer and the prompt, below a picture that stays. */
const linesBelow = 4;
/** Below this there would be no maps in it. */
const fewestRows = 24;

type Context = Pick<CommandContext, "io" | "quiet" | "progressTerminal" | "note">;

export interface FollowOptions {
  /** The run as the user would type it. */
  readonly run: string;
  /** Show the live view, where there is a terminal. */
  readonly watch?: boolean;
  /** Leave its last picture above what follows. */
  readonly keepPicture?: boolean;
  /** Stands before the progress: which of several trainings it is. */
  readonly label?: string | undefined;
}

/**
 * Trains with a line of progress on stderr, or the live view; Ctrl-C stops and saves.
 * @throws UserError when the network is no longer finite: which array went first, and where the state is kept; when the disk is
 * full: which file did not fit, and how to go on
 */
export async function followTraining(
  context: Context,
  trained: TrainingSession,
  options: FollowOptions,
): Promise<TrainingOutcome> {
  const { experiment, directory, from } = trained;
  const interruption = listenForEnd(context);
  const session = resumedSession(trained);
  const mixed = from && session && mixture(directory, session);
  if (mixed) context.note(mixed);
  const progress = openProgress(context, experiment.metrics, options.label);
  const held: string[] = [];
  const onLeave = () => {
    for (const text of held.splice(0)) progress.note(text);
  };
  const view = options.watch ? openView(context, trained, options.run, interruption, onLeave) : undefined;
  const isSeen = () => view !== undefined && !view.isLeft;
  try {
    view?.begin();
    const outcome = await trainRecorded(trained, {
      session,
      signal: interruption.signal,
      onProgress: (made) => {
        if (isSeen()) view?.progressed(made);
        else progress.update(made);
      },
      betweenSteps: (network) => view?.between(network),
      afterLastStep: (network) => view?.afterLastStep(network),
      drawMosaic: checkpointMosaic,
      drawImages: eventImages,
      onTrouble(message) {
        held.push(printable(message));
        if (!isSeen()) onLeave();
      },
    });
    view?.end(outcome);
    if (view && !view.isLeft && options.keepPicture) keepPicture(context, view);
    return outcome;
  } catch (error) {
    throw trainingTrouble(error, directory, context.io.cwd);
  } finally {
    view?.leave();
    progress.end();
  }
}

/** Undefined where nobody watches. */
function openView(
  { io, quiet, progressTerminal, note }: Context,
  session: TrainingSession,
  run: string,
  interruption: Interruptible,
  onLeave: () => void,
): LiveView | undefined {
  if (quiet || !io.screen || !progressTerminal.interactive) return undefined;
  const screen = takeScreen(io, io.screen);
  interruption.say(endWords(onScreen));
  return new LiveView(screen, session, run, interruption.signal, (trouble) => {
    interruption.say(endWords(inLine));
    if (trouble !== undefined)
      note(`the picture failed (a bug in entorhinal, please report it): ${printable(String(trouble))}`);
    onLeave();
  });
}

function keepPicture({ io, progressTerminal }: Context, view: LiveView): void {
  const rows = Math.max(fewestRows, (io.screen?.rows ?? usualRows) - linesBelow);
  const lines = view.picture(progressTerminal, rows);
  view.leave();
  io.stderr.write(`${lines.join("\n")}\n`);
}

/** What to put before the words of a signal. */
interface Place {
  readonly once: string;
  readonly twice: string;
}

const onScreen: Place = { once: lastLine, twice: leaveOtherScreen };
const inLine: Place = { once: clearLine, twice: clearLine + showCursor };
const inLog: Place = { once: "", twice: "" };

const endWords = ({ once, twice }: Place): InterruptionWords => ({
  once: `${once}saving after this step; Ctrl-C again a second later ends without saving${once === lastLine ? "" : "\n"}`,
  twice: `${twice}ended without saving\n`,
});

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
  return io.interruption(endWords(progressTerminal.interactive ? inLine : inLog));
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
