/** Watching a training: on a screen that is drawn anew, or once. */

import { watchScreen } from "../../src/cli/commands/train/watch/watch-screen.ts";
import type { WantedScoring } from "../../src/session/snapshot.ts";
import { isOver } from "../../src/session/training-view.ts";
import { Interrupted } from "../interrupted.ts";
import type { Shell } from "../shell.ts";
import { fullScreen } from "./full-screen.ts";
import type { TrainingJob } from "./training-job.ts";

const millisecondsPerFrame = 250;
/** Lines of a picture that no screen bounds: two rows of maps. */
const unboundedRows = 44;

const scoringOf = (shell: Shell): WantedScoring => {
  const { scorer, bins } = shell.settings.look;
  return { scorer: scorer.name, bins };
};

/** Until a key leaves. The snapshots stop with it. */
export async function watchLive(shell: Shell, job: TrainingJob): Promise<void> {
  job.watch(scoringOf(shell));
  try {
    await fullScreen(shell, {
      millisecondsPerFrame,
      draw: (terminal, rows) => watchScreen(job.view, terminal, rows, performance.now()),
      onKey: ({ name }) => {
        if (name === "p" && !isOver(job.view)) {
          if (job.view.phase === "paused") job.goOn();
          else job.pause();
        }
        return false;
      },
    });
  } finally {
    job.watch(null);
  }
}

/** The picture with the next maps and the noise beside them, or as it is when the training is over. @throws Interrupted after Ctrl-C */
export async function watchOnce(shell: Shell, job: TrainingJob): Promise<string[]> {
  const scoring = scoringOf(shell);
  const { view } = job;
  const before = view.snapshot;
  const isScoredSo = (seen: WantedScoring | undefined) =>
    seen?.scorer === scoring.scorer && seen.bins === scoring.bins;
  const complete = () =>
    (view.snapshot !== before || view.snapshot?.step === view.step) &&
    isScoredSo(view.snapshot) &&
    isScoredSo(view.noise);
  const waiting = () => !complete() && view.unseen === undefined && !isOver(view);
  job.watch(scoring);
  try {
    while (waiting()) {
      await Bun.sleep(20);
      if (shell.signal.aborted) throw new Interrupted();
    }
  } finally {
    job.watch(null);
  }
  return watchScreen(view, shell.terminal, unboundedRows, performance.now(), "none");
}
