/** What `runs` knows of a run without opening a network: steps made, what was measured last, whether it goes on. */
import { existsSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { UserError } from "../user-error.ts";
import { type Metrics, readMetrics } from "./metrics-log.ts";
import { openRun, type RunDirectory } from "./run-directory.ts";

/** How far a run has come, as its files say. */
export interface RunSummary {
  readonly name: string;
  readonly preset: string | null;
  readonly seed: number | null;
  /** ISO 8601, UTC. */
  readonly startedAt: string | null;
  /** Last step logged, and steps wanted. */
  readonly step: number;
  readonly steps: number | null;
  /** Last value logged. */
  readonly loss: number | null;
  /** Last values logged of what the task measures, by the names of its metrics. */
  readonly measured: Readonly<Record<string, number>>;
  /** What is wrong with the directory, if anything. */
  readonly trouble: string | null;
  /** The file it was imported from, if any. */
  readonly importedFrom: string | null;
}

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
    const metrics = loggedIn(metricsPath);
    return {
      ...empty,
      preset: manifest.preset,
      seed: manifest.seed,
      startedAt: manifest.startedAt,
      importedFrom: manifest.imported?.file ?? null,
      step: metrics.at(-1)?.step ?? 0,
      steps: stepsOf(configText, path),
      ...lastValues(metrics),
    };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { ...empty, trouble: error.message };
  }
}

/** The last values a run has logged. @throws UserError when its log is damaged */
export const lastMetrics = (run: RunDirectory): Pick<RunSummary, "loss" | "measured"> =>
  lastValues(loggedIn(run.metricsPath));

const loggedIn = (path: string): Metrics[] => (existsSync(path) ? readMetrics(path) : []);

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

/** Changes whenever a summary may change: sizes and times of the files it is made from. */
export function signatureOf(path: string): string {
  return ["manifest.json", "config.yaml", "metrics.jsonl"]
    .map((file) => statSync(join(path, file), { throwIfNoEntry: false }))
    .map((found) => (found ? `${found.size}@${found.mtimeMs}` : "-"))
    .join(" ");
}

function stepsOf(configText: string, path: string): number {
  try {
    const steps = (Bun.YAML.parse(configText) as { train?: { steps?: unknown } } | null)?.train?.steps;
    if (Number.isSafeInteger(steps)) return steps as number;
  } catch {
    // Reported below, like a configuration without steps.
  }
  throw new UserError(
    `${join(path, "config.yaml")} has no train.steps`,
    "the run is damaged; start a new one",
  );
}
