/** What the shell and its training process say to each other, as structured clones over Bun's IPC. */
import type { Config } from "../../src/config/schema.ts";
import type { NetworkLook, Noise } from "./network-look.ts";

/** What to train. Paths are absolute; `cwd` is where the user reads paths from. */
export type Task = { readonly cwd: string; readonly path: string; readonly config: Config } & (
  | { readonly kind: "new"; readonly preset: string | null }
  | { readonly kind: "resume" }
);

/** How the network is looked at while it trains. */
export interface Sight {
  readonly scorer: string;
  readonly bins: number;
}

export type Order =
  | { readonly order: "start"; readonly task: Task }
  /** null: nobody watches. */
  | { readonly order: "watch"; readonly sight: Sight | null }
  | { readonly order: "pause" | "continue" | "stop" };

export interface Opened {
  readonly report: "opened";
  /** Training steps done, and wanted. */
  readonly step: number;
  readonly steps: number;
  /** One line for a reader. */
  readonly device: string;
  readonly floorCm: number;
  /** Said when a run goes on by other means than it came by. */
  readonly mixture: string | undefined;
}

/** Means over the steps since the last report. */
export interface Progressed {
  readonly report: "progress";
  readonly step: number;
  readonly loss: number;
  readonly decodeErrorCm: number;
  /** Of training alone, without pauses and looks. */
  readonly secondsPerStep: number;
  /** Looks so far, as a share of the time trained. */
  readonly lookShare: number;
  /** Seconds of training until a look is affordable; null when nobody watches. */
  readonly nextLook: number | null;
}

export interface Looked {
  readonly report: "look";
  readonly look: NetworkLook;
}

export interface Ended {
  readonly report: "ended";
  /** False: stopped before the last step. */
  readonly complete: boolean;
  readonly step: number;
  readonly checkpoint: string;
}

/** A UserError in the training process; `bug` is the stack of any other error. */
export interface Failed {
  readonly report: "failed";
  readonly message: string;
  readonly mend: string;
  readonly exitCode: 1 | 2;
  readonly bug: string | undefined;
}

export type Report =
  | Opened
  | Progressed
  | Looked
  | { readonly report: "noise"; readonly noise: Noise }
  | Ended
  | Failed
  | { readonly report: "paused" | "continued" }
  /** The network cannot be looked at; it trains on. */
  | { readonly report: "blind"; readonly message: string };
