/** What a report shows, as plain values; nothing is computed from them here. */
import type { Gallery } from "./gallery.ts";

/** A label and what is said of it. */
export type Fact = readonly [label: string, value: string];

/** Numbers of units by what they pass, as texts. */
export interface ShareTable {
  /** Names scorer, bins and null, without which numbers of units say nothing. */
  readonly caption: string;
  readonly titles: readonly string[];
  /** So many columns, the first ones, are words; default 1. */
  readonly words?: number | undefined;
  readonly rows: readonly (readonly string[])[];
}

/** A part that is there when it was asked for. */
export interface ReportSection {
  /** Its anchor. */
  readonly id: string;
  readonly title: string;
  /** What was found, beside what chance gives: a paragraph each. */
  readonly said: readonly string[];
  readonly facts: readonly Fact[];
  readonly tables: readonly ShareTable[];
  /** Wide ones. */
  readonly charts: readonly ReportChart[];
}

/** A picture of curves. */
export interface ReportChart {
  /** For those who do not see it. */
  readonly title: string;
  /** An `<svg>` element. */
  readonly svg: string;
  readonly caption?: string | undefined;
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

/** A unit at the top of the page. */
export interface BestMap {
  readonly unit: number;
  readonly score: string;
  /** Its rate map as a picture, `data:image/png;base64,…`. */
  readonly image: string;
}

/** What a reader sees first. */
export interface Opening {
  /** Says by what the maps are the best; undefined: there are none. */
  readonly best: { readonly caption: string; readonly maps: readonly BestMap[] } | undefined;
  readonly charts: readonly ReportChart[];
}

/** Of what the page says of a file, or of itself. */
export interface Checksum {
  readonly what: string;
  /** SHA-256, in hexadecimal digits. */
  readonly sha256: string;
  /** A line for a shell that gives it. */
  readonly command: string;
}

export interface Report {
  readonly title: string;
  /** One line: what was found, beside what chance and noise give. */
  readonly verdict: string;
  readonly facts: readonly Fact[];
  /** Undefined: there is no null, so there are no shares; `facts` says why. */
  readonly shares: ShareTable | undefined;
  readonly opening: Opening;
  readonly charts: readonly ReportChart[];
  /** Which of them there are not, and why. */
  readonly missing: readonly string[];
  /** In the order of the page. */
  readonly sections: readonly ReportSection[];
  /** Undefined: nothing was trained here. */
  readonly configuration: ReportConfiguration | undefined;
  readonly reproduction: Reproduction;
  readonly gallery: Gallery;
  /** That of the page's own data is the page's. */
  readonly checksums: readonly Checksum[];
}
