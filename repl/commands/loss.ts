import { existsSync, statSync } from "node:fs";
import { lineChart } from "../../src/draw/chart.ts";
import { readMetrics } from "../../src/run/metrics-log.ts";
import { openRun } from "../../src/run/run-directory.ts";
import { UserError } from "../../src/user-error.ts";
import { fullRunName } from "../run-names.ts";
import { defineShellCommand } from "../shell-command.ts";

export const command = defineShellCommand({
  flags: { log: { type: "boolean", help: "logarithmic axis" } },
  positionals: [{ name: "RUN", help: "a run directory; else the open one", kind: "run", optional: true }],
  details: "Loss (nats) and decode error (cm) over the steps, as logged.",
  examples: ["loss", "loss runs/first --log"],
  run(shell, parsed) {
    const given = parsed.positionals[0];
    const name = given === undefined ? shell.network.name : fullRunName(shell, given);
    const path = shell.path(name);
    if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
      throw new UserError(
        `${name} is no run directory`,
        "only a run keeps a log of its training; runs lists them",
        2,
      );
    }
    const { metricsPath } = openRun(path);
    const metrics = existsSync(metricsPath) ? readMetrics(metricsPath) : [];
    if (metrics.length === 0) throw new UserError(`${name} has logged nothing yet`, "let it train longer");
    const column = (key: string) => metrics.map((line) => line[key] ?? Number.NaN);
    if (given === undefined) shell.figure = ["loss"];
    const steps = column("step");
    const options = { logarithmic: parsed.flags.log === true, height: 9 };
    shell.answer(parsed, { run: name, metrics }, () =>
      [
        ...lineChart(
          [{ label: "loss, nats", positions: steps, values: column("loss") }],
          shell.terminal,
          options,
        ),
        "",
        ...lineChart(
          [{ label: "decode error, cm", positions: steps, values: column("decodeErrorCm") }],
          shell.terminal,
          options,
        ),
      ].join("\n"),
    );
  },
});
