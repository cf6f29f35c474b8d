import { LiveLine } from "../../../draw/live-line.ts";
import { progressLine, shareDone } from "../../../draw/progress.ts";
import type { Terminal } from "../../../draw/terminal.ts";
import type { Metric } from "../../../tasks/experiment.ts";
import type { Progress } from "../../../train/run-training.ts";
import type { CommandContext } from "../../frame/command.ts";

/** Share of the newest step in what is shown: single batches jump about. */
const freshness = 0.1;

/** A log that nobody watches gets ASCII only. */
const forLog = (terminal: Terminal): Terminal => ({
  ...terminal,
  get columns() {
    return terminal.columns;
  },
  unicode: terminal.unicode && terminal.interactive,
});

/** The line on stderr that follows a training; silent under --quiet. */
export function openProgress(
  context: Pick<CommandContext, "quiet" | "io" | "progressTerminal">,
  metrics: readonly Metric[],
  label?: string,
): {
  update(progress: Progress): void;
  /** A lasting line. */
  note(text: string): void;
  end(): void;
} {
  if (context.quiet) return { update: () => {}, note: () => {}, end: () => {} };
  const terminal = forLog(context.progressTerminal);
  const line = new LiveLine((text) => context.io.stderr.write(text), terminal);
  const shown = metrics.filter((metric) => metric.shown);
  const smooth = new Map<string, number>();
  return {
    update({ step, steps, result, secondsPerStep }) {
      const measured = shown.map(({ name, short, unit }) => {
        const value = result.measured[name]!;
        const before = smooth.get(name) ?? value;
        smooth.set(name, before + freshness * (value - before));
        return { label: short, value: smooth.get(name)!, unit, digits: 3 };
      });
      const values = [{ label: "loss", value: result.loss, digits: 5 }, ...measured];
      const progress = { label, step, steps, metrics: values, secondsPerStep };
      line.update(progressLine(progress, terminal), shareDone(progress));
    },
    note: (text) => line.note(text),
    end: () => line.end(),
  };
}
