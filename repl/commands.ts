/** The commands of the shell: one line each. Every other word is looked up among those of the command line. */
import type { ShellCommand, ShellCommandEntry } from "./shell-command.ts";

const entry = (name: string, summary: string, load: () => Promise<{ command: ShellCommand }>) => ({
  name,
  summary,
  load: async () => (await load()).command,
});

// biome-ignore format: one line a command
export const shellCommands: readonly ShellCommandEntry[] = [
  entry("open", "open a run, a checkpoint, or quick", () => import("./commands/open.ts")),
  entry("info", "what is open", () => import("./commands/info.ts")),
  entry("loss", "loss and decode error over the steps of a run", () => import("./commands/loss.ts")),
  entry("score", "decode error and grid scores, beside floor, chance and null", () => import("./commands/score.ts")),
  entry("null", "scores of the units beside those of matched noise", () => import("./commands/null.ts")),
  entry("units", "table of the units: filter, sort, page", () => import("./commands/units.ts")),
  entry("unit", "rate map, autocorrelogram and numbers of one unit; arrow keys browse", () => import("./commands/unit.ts")),
  entry("next", "the next unit of the list", () => import("./commands/next.ts")),
  entry("prev", "the one before", () => import("./commands/prev.ts")),
  entry("top", "rate maps of the best units", () => import("./commands/top.ts")),
  entry("rates", "rate map of a unit, large", () => import("./commands/rates.ts")),
  entry("sac", "autocorrelogram, scores, spacing and orientation of a unit", () => import("./commands/sac.ts")),
  entry("tune", "tuning of a unit to heading and speed", () => import("./commands/tune.ts")),
  entry("save", "what was shown last as a PNG or SVG", () => import("./commands/save.ts")),
  entry("compare", "two runs side by side", () => import("./commands/compare.ts")),
  entry("walk", "the rat in its box, and where the open network thinks it is", () => import("./commands/walk.ts")),
  entry("new", "a configuration to train, from a preset", () => import("./commands/new.ts")),
  entry("train", "train in the background, or go on", () => import("./commands/train.ts")),
  entry("watch", "the training, live: loss, error, scores, best units", () => import("./commands/watch.ts")),
  entry("pause", "let the training rest", () => import("./commands/pause.ts")),
  entry("continue", "go on after pause", () => import("./commands/continue.ts")),
  entry("stop", "save the training and end it", () => import("./commands/stop.ts")),
  entry("wait", "until the training has ended", () => import("./commands/wait.ts")),
  entry("jobs", "what is being trained", () => import("./commands/jobs.ts")),
  entry("set", "a setting of analyses, or of the next train", () => import("./commands/set.ts")),
  entry("unset", "take a setting back", () => import("./commands/unset.ts")),
  entry("js", "a JavaScript expression over the arrays of the open run", () => import("./commands/js.ts")),
  entry("python", "the NumPy lines that load the open run", () => import("./commands/python.ts")),
  entry("help", "list the commands, or explain one", async () => ({ command: (await import("./commands/help.ts")).helpOf(shellCommands) })),
  entry("clear", "an empty screen", () => import("./commands/clear.ts")),
  entry("quit", "leave, as Ctrl-D does", () => import("./commands/quit.ts")),
];

export const shellCommandOf = (name: string): ShellCommandEntry | undefined =>
  shellCommands.find((entry) => entry.name === name);
