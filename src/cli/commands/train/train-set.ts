/** `train --seeds`: the same training from several seeds, a run each, one after the other. What is done is not done again. */
import { relative } from "node:path";
import { pathWord } from "../../../copied-command.ts";
import { type TableColumn, table } from "../../../draw/table.ts";
import type { Terminal } from "../../../draw/terminal.ts";
import { lookUp, namesIn } from "../../../format/look-up.ts";
import { programLine } from "../../../program-words.ts";
import { openRun, type RunDirectory } from "../../../run/run-directory.ts";
import { checkSameBeginning } from "../../../session/beginning-network.ts";
import { checkSameConfig, newestCheckpoint } from "../../../session/resumed-run.ts";
import type { NewRun } from "../../../session/training-session.ts";
import { taskOf } from "../../../tasks/tasks.ts";
import type { CommandContext } from "../../frame/command.ts";
import { listenForEnd } from "./follow-training.ts";
import { type Showing, shownRun, type Trained, trainFurther, trainNew } from "./train-run.ts";

type Context = Pick<CommandContext, "io" | "quiet" | "progressTerminal" | "note" | "terminal">;

/** One of a set, as it is before anything is trained. */
interface Member {
  readonly run: NewRun;
  readonly seed: number;
  /** What there is of it. */
  readonly directory: RunDirectory | undefined;
  readonly isDone: boolean;
}

/** The run of a seed: `runs/quick-3`. @param base without the seed */
export const pathOfSeed = (base: string, seed: number): string => `${base}-${seed}`;

/**
 * Trains the runs of a set in their order, and goes on with those that were begun. Ctrl-C saves the one being trained and ends the set.
 * @param runs by seed; all are looked at before the first is trained
 * @throws UserError when one of them is something else, or was made with another configuration
 */
export async function trainSet(
  context: Context,
  base: string,
  runs: readonly NewRun[],
  showing: Showing,
): Promise<Pick<Trained, "text"> & { readonly value: object }> {
  const members = runs.map(memberOf);
  const trained: Trained[] = [];
  for (const [i, member] of members.entries()) {
    const label = `seed ${member.seed}, ${i + 1} of ${members.length}`;
    if (member.isDone) context.note(`${label}: ${shownRun(context, member.run.path)} is done`);
    else context.note(label);
    const one = await trainMember(context, member, {
      ...{ ...showing, keepPicture: false, label },
      brief: trained.some(({ isNow }) => isNow),
    });
    trained.push(one);
    if (one.interrupted || (i + 1 < members.length && listenForEnd(context).signal.aborted)) break;
  }
  const interrupted = trained.length < members.length || trained.at(-1)!.interrupted;
  const rows = trained.map(({ value }, i) => ({ seed: members[i]!.seed, ...value }));
  const done = trained.filter((one) => !one.interrupted).length;
  return {
    value: { interrupted, done, wanted: members.length, runs: rows },
    text: () =>
      [
        ...showRuns(context, trained, members),
        ...(interrupted
          ? [`stopped: ${done} of ${members.length} done`, "  the same command again goes on"]
          : [`done: ${members.length} runs`, `  compare them: ${compareLine(context, base)}`]),
      ].join("\n"),
  };
}

/** What there is of a run. @throws UserError when it is not a run, or not this one */
function memberOf(run: NewRun): Member {
  const { path, config } = run;
  const isNew = !lookUp(path) || (lookUp(path)!.isDirectory() && namesIn(path).length === 0);
  const { seed } = config;
  if (isNew) return { run, seed, directory: undefined, isDone: false };
  const directory = openRun(path);
  checkSameConfig(directory, config);
  checkSameBeginning(directory, run.from);
  const step = newestCheckpoint(directory, config)?.step ?? 0;
  return { run, seed, directory, isDone: step >= config.train.steps };
}

const trainMember = (context: Context, { run, directory }: Member, showing: Showing): Promise<Trained> =>
  directory ? trainFurther(context, directory, run.config, showing) : trainNew(context, run, showing);

function showRuns(context: Context, trained: readonly Trained[], members: readonly Member[]): string[] {
  const { config } = members[0]!.run;
  // Which of them are measured, networks differ in.
  const metrics = taskOf(config.task).metrics.filter(
    ({ shown, name }) => shown && trained.some(({ value }) => typeof value[name] === "number"),
  );
  const columns: TableColumn[] = [
    { title: "seed", align: "right" },
    { title: "run" },
    { title: "step", align: "right" },
    { title: "loss", align: "right" },
    ...metrics.map(({ short, unit = "" }) => ({ title: `${short} ${unit}`.trim(), align: "right" as const })),
  ];
  const number = (value: unknown, digits: number) =>
    typeof value === "number" ? value.toFixed(digits) : "-";
  const rows = trained.map(({ value }, i) => [
    String(members[i]!.seed),
    shownRun(context, value.run),
    `${value.step}/${config.train.steps}`,
    number(value.loss, 4),
    ...metrics.map(({ name, digits }) => number(value[name], digits)),
  ]);
  return [
    ...table(columns, rows, tableTerminal(context)),
    "loss and what else is measured: of the last batch",
  ];
}

/** Where nobody watches, a table is as wide as it needs to be. */
const tableTerminal = ({ io, terminal }: Context): Terminal => ({
  ...terminal,
  columns: io.stdout.isTTY ? terminal.columns : Number.POSITIVE_INFINITY,
});

const compareLine = ({ io }: Context, base: string): string =>
  programLine(["compare", pathWord(`${relative(io.cwd, base)}-[0-9]*`)]);
