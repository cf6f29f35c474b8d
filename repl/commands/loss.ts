import { resolveConfig } from "../../src/config/resolve.ts";
import { parseConfigText } from "../../src/config/sources.ts";
import { upgraded } from "../../src/config/upgrade.ts";
import { lineChart } from "../../src/draw/chart.ts";
import type { Terminal } from "../../src/draw/terminal.ts";
import { lookUp } from "../../src/format/look-up.ts";
import { printable } from "../../src/printable.ts";
import { readMetrics, readScores } from "../../src/run/metrics-log.ts";
import { openRun } from "../../src/run/run-directory.ts";
import type { ScoreRecord } from "../../src/run/score-record.ts";
import { axisLabel, trainingCurves } from "../../src/session/training-curves.ts";
import { taskOf } from "../../src/tasks/tasks.ts";
import { UserError } from "../../src/user-error.ts";
import { fullRunName } from "../run-names.ts";
import { defineShellCommand } from "../shell-command.ts";

export const command = defineShellCommand({
  flags: { log: { type: "boolean", help: "logarithmic axis" } },
  positionals: [{ name: "RUN", help: "a run directory; else the open one", kind: "run", optional: true }],
  details: "The loss, and what else was measured, over the steps, as logged.",
  examples: ["loss", "loss runs/first --log"],
  run(shell, parsed) {
    const given = parsed.positionals[0];
    const name = given === undefined ? shell.network.name : fullRunName(shell, given);
    const path = shell.path(name);
    if (!lookUp(path)?.isDirectory()) {
      throw new UserError(
        `${name} is no run directory`,
        "only a run keeps a log of its training; runs lists them",
        2,
      );
    }
    const { metricsPath, configText } = openRun(path);
    const metrics = readMetrics(metricsPath);
    if (metrics.length === 0) throw new UserError(`${name} has logged nothing yet`, "let it train longer");
    const { task } = resolveConfig([
      { origin: "config.yaml", tree: upgraded(parseConfigText(configText, path).tree) },
    ]);
    if (given === undefined) shell.figure = ["loss"];
    const scores = readScores(metricsPath);
    const options = { logarithmic: parsed.flags.log === true, height: 9 };
    const curves = trainingCurves(taskOf(task), metrics);
    shell.answer(parsed, { run: name, metrics, scores }, () =>
      [
        ...curves.map(({ metric, steps, values }) =>
          lineChart([{ label: axisLabel(metric), positions: steps, values }], shell.terminal, options),
        ),
        ...scoreChart(scores, shell.terminal),
      ]
        .map((lines) => lines.join("\n"))
        .join("\n\n"),
    );
  },
});

/** Scores beside their null, and by what they were scored; nothing when nobody looked. */
function scoreChart(scores: readonly ScoreRecord[], terminal: Terminal): string[][] {
  const last = scores.at(-1);
  if (!last) return [];
  const positions = scores.map(({ step }) => step);
  const series = [
    { label: "median grid score", values: scores.map((one) => one.medianGridScore ?? Number.NaN) },
    { label: "95th percentile of noise", values: scores.map((one) => one.null95 ?? Number.NaN) },
  ].filter(({ values }) => values.some(Number.isFinite));
  if (series.length === 0) return [];
  const chart = lineChart(
    series.map((one) => ({ ...one, positions })),
    terminal,
    { height: 9 },
  );
  return [
    [
      ...chart,
      `${printable(last.scorer)}, ${last.bins} x ${last.bins} bins, ${last.trajectories} trajectories`,
    ],
  ];
}
