/** What is known of a training that is followed: put together from its events, drawn by `watch`, told by `jobs`. */

import type { Levels, Metric } from "../tasks/experiment.ts";
import { LossHistory } from "./loss-history.ts";
import type { NoiseScores, Snapshot } from "./snapshot.ts";
import type { TrainingEvent } from "./training-events.ts";

export type Phase = "starting" | "training" | "paused" | "stopping" | "done" | "stopped" | "failed";

export interface TrainingView {
  /** The run as the user would type it. */
  readonly run: string;
  phase: Phase;
  step: number;
  steps: number;
  device: string;
  metrics: readonly Metric[];
  levels: Readonly<Record<string, Levels>>;
  history: LossHistory;
  /** Of the newest progress; undefined before the first. */
  loss: number | undefined;
  measured: Readonly<Record<string, number>>;
  secondsPerStep: number | undefined;
  snapshotShare: number;
  nextSnapshot: number | null;
  snapshot: Snapshot | undefined;
  noise: NoiseScores | undefined;
  /** When the snapshot came, ms of the clock that draws. */
  snapshotAt: number;
  /** Why there are no snapshots. */
  unseen: string | undefined;
  /** Why it failed. */
  trouble: string | undefined;
}

export const newView = (run: string, steps: number): TrainingView => ({
  run,
  phase: "starting",
  step: 0,
  steps,
  device: "",
  metrics: [],
  levels: {},
  history: new LossHistory(),
  loss: undefined,
  measured: {},
  secondsPerStep: undefined,
  snapshotShare: 0,
  nextSnapshot: null,
  snapshot: undefined,
  noise: undefined,
  snapshotAt: 0,
  unseen: undefined,
  trouble: undefined,
});

/** Brings a view up to date. @param at ms */
export function apply(view: TrainingView, event: TrainingEvent, at: number): void {
  switch (event.event) {
    case "opened":
      view.phase = view.phase === "stopping" ? "stopping" : "training";
      view.step = event.step;
      view.steps = event.steps;
      view.device = event.device;
      view.metrics = event.metrics;
      view.levels = event.levels;
      if (view.history.steps.length === 0) view.history = new LossHistory(shownNames(event.metrics));
      break;
    case "progress":
      view.step = event.step;
      view.loss = event.loss;
      view.measured = event.measured;
      view.secondsPerStep = event.secondsPerStep;
      view.snapshotShare = event.snapshotShare;
      view.nextSnapshot = event.nextSnapshot;
      view.history.add(event.step, event.loss, event.measured);
      break;
    case "snapshot":
      view.snapshot = event.snapshot;
      view.snapshotAt = at;
      break;
    case "noise":
      view.noise = event.noise;
      break;
    case "paused":
      view.phase = view.phase === "stopping" ? "stopping" : "paused";
      break;
    case "continued":
      view.phase = "training";
      break;
    case "unseen":
      view.unseen = event.message;
      break;
    case "ended":
      view.phase = event.complete ? "done" : "stopped";
      view.step = event.step;
      break;
    case "failed":
      view.phase = "failed";
      view.trouble = event.message;
      break;
  }
}

export const isOver = ({ phase }: TrainingView): boolean =>
  phase === "done" || phase === "stopped" || phase === "failed";

/** What curves show beside the loss. */
export const shownNames = (metrics: readonly Metric[]): string[] =>
  metrics.filter(({ shown }) => shown).map(({ name }) => name);
