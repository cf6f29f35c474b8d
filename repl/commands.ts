/** The commands of the shell: one line each. Every other word is looked up among those of the command line. */
import type { ShellCommand, ShellCommandEntry } from "./shell-command.ts";

const entry = (name: string, summary: string, load: () => Promise<ShellCommand>): ShellCommandEntry => ({
  name,
  summary,
  load,
});

// biome-ignore format: one line a command
export const shellCommands: readonly ShellCommandEntry[] = [
  entry("open", "open a run, a checkpoint, quick, or an .npz of activity", async () => (await import("./commands/open.ts")).openCommand),
  entry("info", "what is open", async () => (await import("./commands/open.ts")).infoCommand),
  entry("world", "look at it in another world than it was trained in", async () => (await import("./commands/world.ts")).command),
  entry("loss", "loss and decode error over the steps of a run", async () => (await import("./commands/loss.ts")).command),
  entry("score", "decode error and grid scores, beside floor, chance and null", async () => (await import("./commands/score.ts")).command),
  entry("null", "scores of the units beside those of matched noise", async () => (await import("./commands/null.ts")).command),
  entry("units", "table of the units: filter, sort, page", async () => (await import("./commands/units.ts")).command),
  entry("unit", "rate map, autocorrelogram and numbers of one unit; arrow keys browse", async () => (await import("./commands/unit.ts")).command),
  entry("next", "the next unit of the list", async () => (await import("./commands/next-and-prev.ts")).nextCommand),
  entry("prev", "the one before", async () => (await import("./commands/next-and-prev.ts")).prevCommand),
  entry("top", "rate maps of the best units", async () => (await import("./commands/top.ts")).command),
  entry("rates", "rate map of a unit, large", async () => (await import("./commands/rates.ts")).command),
  entry("sac", "autocorrelogram, scores, spacing and orientation of a unit", async () => (await import("./commands/sac.ts")).command),
  entry("tune", "tuning of a unit to heading and speed", async () => (await import("./commands/tune.ts")).command),
  entry("lags", "which cells are predictive, by each rule, beside shuffles", async () => (await import("./commands/lags.ts")).command()),
  entry("ablate", "what decoding loses without some units, beside others", async () => (await import("./commands/ablate.ts")).command()),
  entry("save", "what was shown last as a PNG or SVG", async () => (await import("./commands/save.ts")).command),
  entry("compare", "any number of runs side by side", async () => (await import("./commands/compare.ts")).command),
  entry("walk", "a rat on the maps of units, and where the open network thinks it is", async () => (await import("./commands/walk.ts")).command),
  entry("new", "a configuration to train, from a preset", async () => (await import("./commands/new.ts")).command),
  entry("train", "train in the background, or go on", async () => (await import("./commands/train.ts")).command),
  entry("watch", "the training, live: loss, error, scores, best units", async () => (await import("./commands/watch.ts")).command),
  entry("pause", "let the training rest", async () => (await import("./commands/running-training.ts")).pauseCommand),
  entry("continue", "go on after pause", async () => (await import("./commands/running-training.ts")).continueCommand),
  entry("stop", "save the training and end it", async () => (await import("./commands/running-training.ts")).stopCommand),
  entry("wait", "until the training has ended", async () => (await import("./commands/running-training.ts")).waitCommand),
  entry("jobs", "what is being trained", async () => (await import("./commands/running-training.ts")).jobsCommand),
  entry("set", "a setting of analyses, or of the next train", async () => (await import("./commands/set.ts")).setCommand),
  entry("unset", "take a setting back", async () => (await import("./commands/set.ts")).unsetCommand),
  entry("js", "a JavaScript expression over the arrays of the open run", async () => (await import("./commands/js.ts")).command),
  entry("python", "the NumPy lines that load the open run", async () => (await import("./commands/python.ts")).command),
  entry("help", "list the commands, or explain one", async () => (await import("./commands/help.ts")).helpOf(shellCommands)),
  entry("clear", "an empty screen", async () => (await import("./commands/clear-and-quit.ts")).clearCommand),
  entry("quit", "leave, as Ctrl-D does", async () => (await import("./commands/clear-and-quit.ts")).quitCommand),
  entry("exit", "the same as quit", async () => (await import("./commands/clear-and-quit.ts")).quitCommand),
];

export const shellCommandOf = (name: string): ShellCommandEntry | undefined =>
  shellCommands.find((entry) => entry.name === name);
