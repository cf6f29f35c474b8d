/** `quickstart`: trains the quick preset, shown live, and ends on one screen of what came out. */
import { relative } from "node:path";
import { defaultScorer } from "../../../analyse/scorer.ts";
import type { Config } from "../../../config/schema.ts";
import { pathWord } from "../../../copied-command.ts";
import type { Engine } from "../../../engine/engine.ts";
import { describeMachine } from "../../../engine/machine.ts";
import { programLine } from "../../../program-words.ts";
import { readMetrics } from "../../../run/metrics-log.ts";
import { newRunPath, type RunDirectory } from "../../../run/run-directory.ts";
import { Analysis } from "../../../session/analysis.ts";
import { runsDirectory } from "../../../session/run-names.ts";
import { readSubject } from "../../../session/subject.ts";
import { trainingCurves } from "../../../session/training-curves.ts";
import { type TrainingSession, withNewRun } from "../../../session/training-session.ts";
import { taskOf } from "../../../tasks/tasks.ts";
import { alignColumns } from "../../frame/columns.ts";
import { type CommandContext, defineCommand } from "../../frame/command.ts";
import { configFlags, configFromFlags } from "../../frame/config-flags.ts";
import { type Drawing, drawingFlags, drawingOf } from "../../frame/drawing-flags.ts";
import { shareProgress } from "../../frame/share-progress.ts";
import { lookOf } from "../../frame/subject.ts";
import { evaluationSummary } from "../evaluate/evaluation-answer.ts";
import { followTraining, listenForEnd } from "../train/follow-training.ts";
import { quickstartScreen } from "./quickstart-screen.ts";

const preset = "quick";
const { seed, steps, blas, workers } = configFlags;
const flags = { seed, steps, blas, workers, ...drawingFlags } as const;
type Context = CommandContext<typeof flags>;

const bins = 20;

export const command = defineCommand({
  flags,
  positionals: [],
  details:
    "Trains the preset quick into a new directory of runs/, shows it live, evaluates it and draws its best units. q leaves the picture and the training goes on; Ctrl-C saves and stops.",
  async run(context) {
    const config = configFromFlags(
      {
        ...context.flags,
        preset,
        config: undefined,
        set: [],
        device: "hybrid",
        keep: undefined,
        data: undefined,
      },
      context.io.cwd,
    );
    const drawing = await drawingOf(context);
    const began = performance.now();
    const path = newRunPath(context.path(runsDirectory), preset, config.seed, new Date());
    await withNewRun(
      { config, preset, path },
      (session) => train(context, config, session, began, drawing),
      () => void listenForEnd(context),
    );
  },
});

async function train(
  context: Context,
  config: Config,
  session: TrainingSession,
  began: number,
  drawing: Drawing,
): Promise<void> {
  const { engine, directory } = session;
  const shown = pathWord(relative(context.io.cwd, directory.path));
  context.print([...describeEngine(engine, config, shown), ""].join("\n"));
  const { step, interrupted } = await followTraining(context, session, { run: shown, watch: true });
  if (interrupted) {
    context.answer({ run: directory.path, step, interrupted }, () =>
      [`stopped at step ${step}, saved`, `  go on: ${programLine(["train", "--resume", shown])}`].join("\n"),
    );
    return;
  }
  listenForEnd(context).end();
  const seconds = (performance.now() - began) / 1000;
  await show(context, engine, config, directory, shown, seconds, drawing);
}

async function show(
  context: Context,
  engine: Engine,
  config: Config,
  directory: RunDirectory,
  shown: string,
  seconds: number,
  drawing: Drawing,
): Promise<void> {
  const subject = readSubject(directory.path, shown);
  const analysis = new Analysis(engine, subject.open(engine), subject.step, paceOf(context));
  const evaluation = await analysis.evaluation(lookOf({ bins, scorer: defaultScorer }, analysis.source));
  const answer = { run: directory.path, seconds, interrupted: false, ...evaluationSummary(evaluation) };
  const curves = trainingCurves(taskOf(config.task), readMetrics(directory.metricsPath));
  const rows = context.io.stdout.isTTY ? context.io.screen?.rows : undefined;
  context.answer(answer, () => quickstartScreen({ curves, evaluation, seconds, run: shown }, drawing, rows));
}

/** Where somebody waits; a log needs no more lines. */
const paceOf = (context: Context) =>
  context.progressTerminal.interactive ? shareProgress(context) : undefined;

function describeEngine(engine: Engine, config: Config, shown: string): string[] {
  const machine = describeMachine();
  const products = engine.blas
    ? `${engine.blas.description}, found here; last bits may differ`
    : "own WASM kernels, the same bits on every run";
  const { train } = config;
  return alignColumns([
    ["machine", `${machine.cpu}, ${machine.cores} cores, bun ${Bun.version}`],
    ["threads", engine.threadTrouble ?? `${engine.pool.threads}, shared memory tested`],
    ["products", products],
    ["network", `${taskOf(config.task).describe(config)}, ${train.steps} steps of ${train.batchSize} rats`],
    ["kept in", shown],
  ]);
}
