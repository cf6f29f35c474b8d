import { FileError } from "../format/file-trouble.ts";
import { type EventImage, EventWriter } from "../format/tfevents.ts";
import { eventFilesOf } from "./event-files.ts";
import { type MetricsLog, openMetricsLog } from "./metrics-log.ts";
import type { RunDirectory } from "./run-directory.ts";
import { scoreCurves } from "./score-record.ts";

export interface RunLog extends MetricsLog {
  /** For TensorBoard alone. @throws FileError when they cannot be written */
  appendImages(images: readonly EventImage[], step: number): void;
  /** Closes after the run has failed: never throws because of the disk. */
  abandon(): void;
}

/**
 * Opens both logs of a run: metrics.jsonl, and a new event file in which TensorBoard finds the same numbers, and
 * once, in the first one, the settings.
 * @throws UserError when the directory cannot be written
 */
export function openRunLog(run: RunDirectory): RunLog {
  const lines = openMetricsLog(run.metricsPath);
  const isFirst = eventFilesOf(run.path).length === 0;
  const events = new EventWriter(run.path);
  if (isFirst) events.text("config", `\`\`\`yaml\n${run.configText.trimEnd()}\n\`\`\``, 0);
  events.flush();
  return {
    append(metrics) {
      lines.append(metrics);
      for (const [name, value] of Object.entries(metrics)) {
        if (name !== "step" && value !== null) events.scalar(name, value, metrics.step);
      }
    },
    appendScores(record) {
      lines.appendScores(record);
      for (const name of scoreCurves) {
        const value = record[name];
        if (value !== null) events.scalar(`scores/${name}`, value, record.step);
      }
    },
    appendImages(images, step) {
      for (const image of images) events.picture(image, step);
    },
    isInPlace: lines.isInPlace,
    close() {
      lines.close();
      events.close();
    },
    abandon() {
      lines.close();
      try {
        events.close();
      } catch (error) {
        // What made the run fail is reported, not what failed after it.
        if (!(error instanceof FileError)) throw error;
      }
    },
  };
}
