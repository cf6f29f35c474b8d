import { LiveLine } from "../../../draw/live-line.ts";
import { progressLine, shareDone } from "../../../draw/progress.ts";
import type { Terminal } from "../../../draw/terminal.ts";
import type { Progress } from "../../../train/run-training.ts";
import type { CommandContext } from "../../frame/command.ts";

/** Share of the newest step in what is shown: single batches jump about. */
const freshness = 0.1;

/** A log that nobody watches gets ASCII only. */
const forLog = (terminal: Terminal): Terminal => ({
  ...terminal,
  unicode: terminal.unicode && terminal.interactive,
});

/** The line on stderr that follows a training; silent under --quiet. */
export function openProgress(context: Pick<CommandContext, "quiet" | "io" | "progressTerminal">): {
  update(progress: Progress): void;
  end(): void;
} {
  if (context.quiet) return { update: () => {}, end: () => {} };
  const terminal = forLog(context.progressTerminal);
  const line = new LiveLine((text) => context.io.stderr.write(text), terminal);
  let error: number | undefined;
  return {
    update({ step, steps, result, secondsPerStep }) {
      const cm = 100 * result.decodeError;
      error = error === undefined ? cm : error + freshness * (cm - error);
      const metrics = [
        { label: "loss", value: result.loss, digits: 5 },
        { label: "error", value: error, unit: "cm", digits: 3 },
      ];
      const progress = { step, steps, metrics, secondsPerStep };
      line.update(progressLine(progress, terminal), shareDone(progress));
    },
    end: () => line.end(),
  };
}
