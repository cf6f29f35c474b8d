/** What a training that is followed tells, in the order in which it happens; as structured clones where it is another process. */
import type { Levels, Metric } from "../tasks/experiment.ts";
import type { NoiseScores, Snapshot } from "./snapshot.ts";

export interface Opened {
  readonly event: "opened";
  /** Training steps done, and wanted. */
  readonly step: number;
  readonly steps: number;
  /** One line for a reader. */
  readonly device: string;
  /** What is measured, and between what it lies, by name. */
  readonly metrics: readonly Metric[];
  readonly levels: Readonly<Record<string, Levels>>;
  /** Said when a run goes on by other means than it came by, or begins again. */
  readonly remark: string | undefined;
}

/** Means over the steps since the last event. */
export interface Progressed {
  readonly event: "progress";
  readonly step: number;
  readonly loss: number;
  readonly measured: Readonly<Record<string, number>>;
  /** Of training alone, without pauses and snapshots. */
  readonly secondsPerStep: number;
  /** Snapshots so far, as a share of the time trained. */
  readonly snapshotShare: number;
  /** Seconds of training until one is affordable; null when nobody watches. */
  readonly nextSnapshot: number | null;
}

export interface SnapshotTaken {
  readonly event: "snapshot";
  readonly snapshot: Snapshot;
}

export interface Ended {
  readonly event: "ended";
  /** False: stopped before the last step. */
  readonly complete: boolean;
  readonly step: number;
  readonly checkpoint: string;
}

/** A UserError of the training; `bug` is the stack of any other error. */
export interface Failed {
  readonly event: "failed";
  readonly message: string;
  readonly mend: string;
  readonly exitCode: 1 | 2;
  readonly bug: string | undefined;
}

export type TrainingEvent =
  | Opened
  | Progressed
  | SnapshotTaken
  | { readonly event: "noise"; readonly noise: NoiseScores }
  | Ended
  | Failed
  | { readonly event: "paused" | "continued" }
  /** One line for a reader. */
  | { readonly event: "remark"; readonly text: string }
  /** There are no snapshots any more; the network trains on. */
  | { readonly event: "unseen"; readonly message: string };
