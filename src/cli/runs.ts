import { existsSync } from "node:fs";
import { forgetIndex, type ListedRun, listRuns } from "../train/run-index.ts";
import { UserError } from "../user-error.ts";
import { alignColumns } from "./columns.ts";
import { defineCommand } from "./command.ts";

export const command = defineCommand({
  flags: {
    dir: { type: "string", placeholder: "DIR", help: "where the runs are", default: "runs" },
    rebuild: { type: "boolean", help: "make the index runs.sqlite anew from the directories" },
  },
  positionals: [],
  async run(context) {
    const directory = context.path(context.flags.dir);
    if (!existsSync(directory) && context.flags.dir !== "runs") {
      throw new UserError(`${directory} does not exist`, "name a directory of runs", 2);
    }
    if (context.flags.rebuild) forgetIndex(directory);
    const runs = listRuns(directory);
    context.answer({ directory, runs }, () => show(runs, directory));
  },
});

function show(runs: readonly ListedRun[], directory: string): string {
  if (runs.length === 0) return `no runs in ${directory}`;
  const head = ["run", "state", "step", "loss", "error cm", "started"];
  return alignColumns([head, ...runs.map(row)]).join("\n");
}

function row(run: ListedRun): string[] {
  if (run.trouble !== null) return [run.name, run.state, run.trouble];
  return [
    run.name,
    run.state,
    `${run.step}/${run.steps}`,
    run.loss?.toFixed(4) ?? "-",
    run.decodeErrorCm?.toFixed(2) ?? "-",
    run.startedAt ?? "-",
  ];
}
