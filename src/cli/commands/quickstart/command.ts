import { relative } from "node:path";
import { findScorer } from "../../../analyse/scorer.ts";
import type { Config } from "../../../config/schema.ts";
import { type Engine, openEngine } from "../../../engine/engine.ts";
import { describeMachine } from "../../../engine/machine.ts";
import { readMetrics } from "../../../run/metrics-log.ts";
import { newRunPath, type RunDirectory } from "../../../run/run-directory.ts";
import { lockRun } from "../../../run/run-lock.ts";
import { openNewRun } from "../../../session/new-run.ts";
import { hybridDevice } from "../../../session/open-device.ts";
import { readNetwork } from "../../../session/open-network.ts";
import { alignColumns } from "../../frame/columns.ts";
import { type CommandContext, defineCommand } from "../../frame/command.ts";
import { configFlags, configFromFlags } from "../../frame/config-flags.ts";
import { type Drawing, drawingFlags, drawingOf } from "../../frame/drawing-flags.ts";
import { evaluate } from "../evaluate/command.ts";
import { evaluationSummary } from "../evaluate/evaluation-report.ts";
import { followTraining } from "../train/follow-training.ts";
import { quickstartReport } from "./quickstart-report.ts";

const preset = "quick";
const { seed, steps, blas, workers } = configFlags;
const flags = { seed, steps, blas, workers, ...drawingFlags } as const;
type Context = CommandContext<typeof flags>;

/** The scorer behind the published thresholds. */
const scorer = "deepmind-code";
const observed = { trajectories: 12_000, bins: 20 };

export const command = defineCommand({
  flags,
  positionals: [],
  details: "Trains the preset quick into a new directory of runs/, evaluates it and draws its best units.",
  async run(context) {
    const config = configFromFlags(
      { ...context.flags, preset, config: undefined, set: [], device: "hybrid", keep: undefined },
      context.io.cwd,
    );
    const drawing = await drawingOf(context);
    const began = performance.now();
    const engine = await openEngine({
      workers: config.workers === "auto" ? undefined : config.workers,
      blas: config.blas,
    });
    try {
      await train(context, engine, config, began, drawing);
    } finally {
      engine.close();
    }
  },
});

async function train(
  context: Context,
  engine: Engine,
  config: Config,
  began: number,
  drawing: Drawing,
): Promise<void> {
  const path = newRunPath(context.path("runs"), preset, config.seed, new Date());
  const { experiment, directory } = openNewRun(engine, { config, preset, path, device: "hybrid" });
  const shown = relative(context.io.cwd, directory.path);
  context.print([...describeEngine(engine, config, shown), ""].join("\n"));
  const unlock = lockRun(directory.path);
  try {
    const { step, interrupted } = await followTraining(
      context,
      engine,
      experiment,
      directory,
      hybridDevice(engine),
    );
    if (interrupted) {
      context.answer({ run: directory.path, step, interrupted }, () =>
        [`stopped at step ${step}, saved`, `  go on: bun run train --resume ${shown}`].join("\n"),
      );
      return;
    }
  } finally {
    unlock();
  }
  const seconds = (performance.now() - began) / 1000;
  show(context, engine, config, directory, shown, seconds, drawing);
}

function show(
  context: Context,
  engine: Engine,
  config: Config,
  directory: RunDirectory,
  shown: string,
  seconds: number,
  drawing: Drawing,
): void {
  const saved = readNetwork(directory.path, shown);
  const options = { seed: config.seed, steps: config.train.sequenceLength, ...observed };
  const evaluation = evaluate(engine, saved, findScorer(scorer), options);
  const answer = { run: directory.path, seconds, interrupted: false, ...evaluationSummary(evaluation) };
  context.answer(answer, () =>
    quickstartReport(readMetrics(directory.metricsPath), evaluation, seconds, shown, drawing),
  );
}

function describeEngine(engine: Engine, config: Config, shown: string): string[] {
  const machine = describeMachine();
  const products = engine.blas
    ? `${engine.blas.description}, found here; last bits may differ`
    : "own WASM kernels, the same bits on every run";
  const { model, code, train } = config;
  return alignColumns([
    ["machine", `${machine.cpu}, ${machine.cores} cores, bun ${Bun.version}`],
    ["threads", engine.threadTrouble ?? `${engine.pool.threads}, shared memory tested`],
    ["products", products],
    [
      "network",
      `${model.units} units, ${code.placeCells} place cells, ${train.steps} steps of ${train.batchSize} rats`,
    ],
    ["kept in", shown],
  ]);
}
