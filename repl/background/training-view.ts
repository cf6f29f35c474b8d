/** What the shell knows of a training: put together from the reports, drawn by `watch`, told by `jobs`. */
import { LossHistory } from "./loss-history.ts";
import type { Report } from "./messages.ts";
import type { NetworkLook, Noise } from "./network-look.ts";

export type Phase = "starting" | "training" | "paused" | "stopping" | "done" | "stopped" | "failed";

export interface TrainingView {
  /** The run as the user would type it. */
  readonly run: string;
  phase: Phase;
  step: number;
  steps: number;
  device: string;
  floorCm: number;
  history: LossHistory;
  /** Of the newest report; undefined before the first. */
  loss: number | undefined;
  decodeErrorCm: number | undefined;
  secondsPerStep: number | undefined;
  lookShare: number;
  nextLook: number | null;
  look: NetworkLook | undefined;
  noise: Noise | undefined;
  /** When the look came, ms of the clock that draws. */
  lookedAt: number;
  /** Why there are no looks. */
  blind: string | undefined;
  /** Why it failed. */
  trouble: string | undefined;
}

export const newView = (run: string, steps: number): TrainingView => ({
  run,
  phase: "starting",
  step: 0,
  steps,
  device: "",
  floorCm: Number.NaN,
  history: new LossHistory(),
  loss: undefined,
  decodeErrorCm: undefined,
  secondsPerStep: undefined,
  lookShare: 0,
  nextLook: null,
  look: undefined,
  noise: undefined,
  lookedAt: 0,
  blind: undefined,
  trouble: undefined,
});

/** Brings a view up to date. @param at ms */
export function apply(view: TrainingView, report: Report, at: number): void {
  switch (report.report) {
    case "opened":
      view.phase = view.phase === "stopping" ? "stopping" : "training";
      view.step = report.step;
      view.steps = report.steps;
      view.device = report.device;
      view.floorCm = report.floorCm;
      break;
    case "progress":
      view.step = report.step;
      view.loss = report.loss;
      view.decodeErrorCm = report.decodeErrorCm;
      view.secondsPerStep = report.secondsPerStep;
      view.lookShare = report.lookShare;
      view.nextLook = report.nextLook;
      view.history.add(report.step, report.loss, report.decodeErrorCm);
      break;
    case "look":
      view.look = report.look;
      view.lookedAt = at;
      break;
    case "noise":
      view.noise = report.noise;
      break;
    case "paused":
      view.phase = view.phase === "stopping" ? "stopping" : "paused";
      break;
    case "continued":
      view.phase = "training";
      break;
    case "blind":
      view.blind = report.message;
      break;
    case "ended":
      view.phase = report.complete ? "done" : "stopped";
      view.step = report.step;
      break;
    case "failed":
      view.phase = "failed";
      view.trouble = report.message;
      break;
  }
}

export const isOver = ({ phase }: TrainingView): boolean =>
  phase === "done" || phase === "stopped" || phase === "failed";
