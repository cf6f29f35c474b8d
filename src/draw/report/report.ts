/** What a report shows, as plain values; nothing is computed from them here. */
import type { Gallery } from "./gallery.ts";

/** A label and what is said of it. */
export type Fact = readonly [label: string, value: string];

/** Shares of units above thresholds, as texts. */
export interface ShareTable {
  /** Names scorer, bins and null, without which shares say nothing. */
  readonly caption: string;
  readonly titles: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A picture of curves. */
export interface ReportChart {
  /** For those who do not see it. */
  readonly title: string;
  /** An `<svg>` element. */
  readonly svg: string;
}

export interface ReportConfiguration {
  /** What the changes are against, such as "the preset quick". */
  readonly comparedWith: string;
  readonly changes: readonly { readonly key: string; readonly before: string; readonly after: string }[];
  /** Complete. */
  readonly yaml: string;
}

export interface ReproductionStep {
  readonly what: string;
  /** Lines for a shell. */
  readonly commands: readonly string[];
}

export interface Reproduction {
  readonly steps: readonly ReproductionStep[];
  readonly facts: readonly Fact[];
  /** What may come out differently, and why. */
  readonly remarks: readonly string[];
}

export interface Report {
  readonly title: string;
  /** One line: what was found, beside what chance and noise give. */
  readonly verdict: string;
  readonly facts: readonly Fact[];
  /** Undefined: there is no null, so there are no shares; `facts` says why. */
  readonly shares: ShareTable | undefined;
  readonly charts: readonly ReportChart[];
  /** Undefined: nothing was trained here. */
  readonly configuration: ReportConfiguration | undefined;
  readonly reproduction: Reproduction;
  readonly gallery: Gallery;
}
