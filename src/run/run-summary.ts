/** What `runs` knows of a run without opening a network: steps made, what was measured last, whether it goes on. */
import { basename, join } from "node:path";
import { z } from "zod";
import { FileError } from "../format/file-trouble.ts";
import { lookUp } from "../format/look-up.ts";
import { parseYaml } from "../format/yaml.ts";
import { count, text } from "../setting.ts";
import { UserError } from "../user-error.ts";
import { type Metrics, readMetrics } from "./metrics-log.ts";
import { checked } from "./parse-json.ts";
import { openRun, type RunDirectory } from "./run-directory.ts";

/** How far a run has come, as its files say; so it stands in the index, too. */
export const summarySchema = z.object({
  name: z.string(),
  preset: text().nullable(),
  seed: count(0).nullable(),
  /** ISO 8601, UTC. */
  startedAt: text().nullable(),
  /** Last step logged, and steps wanted. */
  step: count(0),
  steps: count(1).nullable(),
  /** Last value logged. */
  loss: z.number().nullable(),
  /** Last values logged of what the task measures, by the names of its metrics. */
  measured: z.record(z.string(), z.number()),
  /** What is wrong with the directory, if anything. */
  trouble: z.string().nullable(),
  /** The file it was imported from, if any. */
  importedFrom: text().nullable(),
});

export type RunSummary = Readonly<z.output<typeof summarySchema>>;

/** Reads one run directory; a damaged one gives a summary that says so. */
export function summarizeRun(path: string): RunSummary {
  const nothing = { preset: null, seed: null, startedAt: null, step: 0, steps: null };
  const empty = {
    name: basename(path),
    ...nothing,
    loss: null,
    measured: {},
    trouble: null,
    importedFrom: null,
  };
  try {
    const { manifest, configText, metricsPath } = openRun(path);
    const metrics = readMetrics(metricsPath);
    return {
      ...empty,
      preset: manifest.preset,
      seed: manifest.seed,
      startedAt: manifest.startedAt,
      importedFrom: manifest.imported?.file ?? null,
      step: metrics.at(-1)?.step ?? 0,
      steps: stepsOf(configText, join(path, "config.yaml")),
      ...lastValues(metrics),
    };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { ...empty, trouble: error.message };
  }
}

/** The last values a run has logged. @throws UserError when its log is damaged */
export const lastMetrics = (run: RunDirectory): Pick<RunSummary, "loss" | "measured"> =>
  lastValues(readMetrics(run.metricsPath));

/** What every training logs: everything else is measured by its task. */
const ofEveryTraining = ["step", "loss", "secondsPerStep", "learningRate", "gradientNorm"];

function lastValues(metrics: readonly Metrics[]): Pick<RunSummary, "loss" | "measured"> {
  const measured: Record<string, number> = {};
  let loss: number | null = null;
  for (const line of metrics) {
    if (typeof line.loss === "number") loss = line.loss;
    for (const [name, value] of Object.entries(line)) {
      if (typeof value === "number" && !ofEveryTraining.includes(name)) measured[name] = value;
    }
  }
  return { loss, measured };
}

/** Changes whenever a summary may change: sizes of the files it is made from, and when these or their permissions changed. */
export const signatureOf = (path: string): string =>
  ["manifest.json", "config.yaml", "metrics.jsonl"].map((file) => stampOf(join(path, file))).join(" ");

function stampOf(path: string): string {
  try {
    const found = lookUp(path);
    return found ? `${found.size}@${found.ctimeMs}` : "-";
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    return "?";
  }
}

const settings = { error: "a group of settings" };
const stepsSchema = z.object({ train: z.object({ steps: count(1) }, settings) }, settings);

const stepsOf = (configText: string, path: string): number =>
  checked(stepsSchema, parseYaml(configText, path), path, "the run is damaged; start a new one").train.steps;
