import { existsSync } from "node:fs";
import { type TableColumn, table } from "../../draw/table.ts";
import type { Terminal } from "../../draw/terminal.ts";
import { forgetIndex, type ListedRun, listRuns } from "../../run/run-index.ts";
import { UserError } from "../../user-error.ts";
import { defineCommand } from "../frame/command.ts";

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
    const columns = context.io.stdout.isTTY ? context.terminal.columns : Number.POSITIVE_INFINITY;
    context.answer({ directory, runs }, () => show(runs, directory, { ...context.terminal, columns }));
  },
});

function show(runs: readonly ListedRun[], directory: string, terminal: Terminal): string {
  if (runs.length === 0) return `no runs in ${directory}`;
  const columns: TableColumn[] = [
    { title: "run" },
    { title: "state" },
    { title: "step", align: "right" },
    { title: "loss", align: "right" },
    { title: "error cm", align: "right" },
    { title: "started (UTC)" },
  ];
  const troubles = runs.filter((run) => run.trouble !== null).map((run) => `${run.name}: ${run.trouble}`);
  return [...table(columns, runs.map(row), terminal), ...troubles].join("\n");
}

function row(run: ListedRun): string[] {
  return [
    run.name,
    run.state,
    run.steps === null ? "-" : `${run.step}/${run.steps}`,
    run.loss?.toFixed(4) ?? "-",
    run.decodeErrorCm?.toFixed(2) ?? "-",
    run.startedAt?.slice(0, 16).replace("T", " ") ?? "-",
  ];
}
