import { resolveConfig } from "../../src/config/resolve.ts";
import { parseConfigText } from "../../src/config/sources.ts";
import { upgraded } from "../../src/config/upgrade.ts";
import { lineChart } from "../../src/draw/chart.ts";
import { lookUp } from "../../src/format/look-up.ts";
import { readMetrics } from "../../src/run/metrics-log.ts";
import { openRun } from "../../src/run/run-directory.ts";
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
    const options = { logarithmic: parsed.flags.log === true, height: 9 };
    const curves = trainingCurves(taskOf(task), metrics);
    shell.answer(parsed, { run: name, metrics }, () =>
      curves
        .map(({ metric, steps, values }) =>
          lineChart([{ label: axisLabel(metric), positions: steps, values }], shell.terminal, options).join(
            "\n",
          ),
        )
        .join("\n\n"),
    );
  },
});
