/** What is being measured, which of how many, and how long it still takes: on stderr, silent under --quiet. */

import type { CommandContext } from "../../src/cli/frame/command.ts";
import { LiveLine } from "../../src/draw/live-line.ts";
import { formatDuration } from "../../src/draw/text.ts";

/** One of the measurements to come. */
export interface Stage {
  readonly name: string;
  /** How long it takes beside the others. */
  readonly effort: number;
}

export interface BenchProgress {
  /** Before a stage, in their order. */
  begin(): void;
  end(): void;
}

/** @param now ms */
export function openBenchProgress(
  { quiet, io, progressTerminal }: Pick<CommandContext, "quiet" | "io" | "progressTerminal">,
  stages: readonly Stage[],
  now: () => number = () => performance.now(),
): BenchProgress {
  if (quiet) return { begin() {}, end() {} };
  const write = (text: string) => io.stderr.write(text);
  const line = progressTerminal.interactive
    ? new LiveLine(write, progressTerminal, { redrawsPerSecond: Number.POSITIVE_INFINITY })
    : undefined;
  const began = now();
  let next = 0;
  return {
    begin() {
      const text = stageLine(stages, next, (now() - began) / 1000);
      if (line) line.update(text, next / stages.length);
      else write(`${text}\n`);
      next++;
    },
    end: () => line?.end(),
  };
}

/** "3 of 28: trajectories, 1m 20s left"; before the first has ended nobody knows what is left. @param seconds since the first began */
export function stageLine(stages: readonly Stage[], index: number, seconds: number): string {
  const effort = (some: readonly Stage[]) => some.reduce((sum, stage) => sum + stage.effort, 0);
  const { name } = stages[index]!;
  const done = effort(stages.slice(0, index));
  const left = done > 0 ? `, ${formatDuration((seconds * effort(stages.slice(index))) / done)} left` : "";
  return `${index + 1} of ${stages.length}: ${name}${left}`;
}
