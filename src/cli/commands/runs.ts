/** `runs`: the trainings there are, and how far they came. */
import { type TableColumn, table } from "../../draw/table.ts";
import type { Terminal } from "../../draw/terminal.ts";
import { lookUp } from "../../format/look-up.ts";
import { printable } from "../../printable.ts";
import { forgetIndex, type ListedRun, listRuns } from "../../run/run-index.ts";
import type { Metric } from "../../tasks/experiment.ts";
import { tasks } from "../../tasks/tasks.ts";
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
    if (!lookUp(directory) && context.flags.dir !== "runs") {
      throw new UserError(`${directory} does not exist`, "name a directory of runs", 2);
    }
    if (context.flags.rebuild) forgetIndex(directory);
    const runs = listRuns(directory, context.note);
    const columns = context.io.stdout.isTTY ? context.terminal.columns : Number.POSITIVE_INFINITY;
    context.answer({ directory, runs: runs.map(answerOf) }, () =>
      show(runs, directory, { ...context.terminal, columns }),
    );
  },
});

/** What was measured stands beside the loss. */
const answerOf = ({ measured, ...run }: ListedRun) => ({ ...run, ...measured });

/** Of any task, where a run has it. */
const metricsOf = (runs: readonly ListedRun[]): Metric[] =>
  tasks
    .flatMap((task) => task.metrics)
    .filter(({ shown, name }) => shown && runs.some(({ measured }) => measured[name] !== undefined));

function show(runs: readonly ListedRun[], directory: string, terminal: Terminal): string {
  if (runs.length === 0) return `no runs in ${printable(directory)}`;
  const metrics = metricsOf(runs);
  const columns: TableColumn[] = [
    { title: "run" },
    { title: "state" },
    { title: "step", align: "right" },
    { title: "loss", align: "right" },
    ...metrics.map(({ short, unit = "" }, i) => ({
      title: `${short} ${unit}`.trim(),
      align: "right" as const,
      // All but the first make room for what each run has.
      dropped: i,
    })),
    { title: "started (UTC)" },
  ];
  const troubles = runs
    .filter((run) => run.trouble !== null)
    .map((run) => printable(`${run.name}: ${run.trouble}`));
  return [
    ...table(
      columns,
      runs.map((run) => row(run, metrics)),
      terminal,
    ),
    ...troubles,
  ].join("\n");
}

function row(run: ListedRun, metrics: readonly Metric[]): string[] {
  return [
    run.name,
    run.state,
    run.steps === null ? "-" : `${run.step}/${run.steps}`,
    run.loss?.toFixed(4) ?? "-",
    ...metrics.map(({ name, digits }) => run.measured[name]?.toFixed(digits) ?? "-"),
    run.startedAt?.slice(0, 16).replace("T", " ") ?? "-",
  ];
}
