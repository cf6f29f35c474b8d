import { EventWriter } from "../format/tfevents.ts";
import { type MetricsLog, openMetricsLog } from "./metrics-log.ts";
import type { RunDirectory } from "./run-directory.ts";

/**
 * Opens both logs of a run: metrics.jsonl, and a new event file in which TensorBoard finds the same numbers.
 * @throws UserError when the directory cannot be written
 */
export function openRunLog(run: RunDirectory): MetricsLog {
  const lines = openMetricsLog(run.metricsPath);
  const events = new EventWriter(run.path);
  return {
    append(metrics) {
      lines.append(metrics);
      for (const [name, value] of Object.entries(metrics)) {
        if (name !== "step" && value !== null) events.scalar(name, value, metrics.step);
      }
    },
    close() {
      lines.close();
      events.close();
    },
  };
}
