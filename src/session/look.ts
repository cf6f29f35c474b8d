/** How activity is looked at, and how long the work may take. */
import type { NullKind } from "../analyse/nulls/null-scores.ts";
import type { Scorer } from "../analyse/scorer.ts";
import type { ActivityRequest } from "../tasks/activity-source.ts";

/** Which null, and how many members: undefined, as usual. */
export interface NullChoice {
  readonly kind: NullKind;
  readonly shuffles?: number | undefined;
}

export interface Look {
  readonly request: ActivityRequest;
  readonly bins: number;
  readonly scorer: Scorer;
  /** To what scores are held; undefined: to noise as smooth as the maps. */
  readonly null?: NullChoice | undefined;
}

/** How long work may take without a pause, and who wants to know how far it is. */
export interface Pace {
  /** Awaited between pieces; throws to give up. */
  breathe(): Promise<void>;
  /** The share that is done of what may take long. */
  progress?(what: string, share: number): void;
  /** After the last piece of it, also when it was given up. */
  ended?(): void;
}
