/** A recording as a file of others has it, whatever its format: a path, and what cells did. */

/** Times at which each unit fired. */
export interface SpikeTrains {
  readonly kind: "spikes";
  readonly names: readonly string[];
  /** s, of each unit. */
  readonly times: readonly Float64Array[];
}

/** Rates of all units at the times of the positions. */
export interface SampledRates {
  readonly kind: "rates";
  readonly names: readonly string[];
  readonly values: Float64Array; // [T, units]
}

/** An array, and what it was taken for. */
export interface Taken {
  readonly what: string;
  readonly from: string;
}

export interface RecordedSession {
  /** A short one: of the series of positions. */
  readonly name: string;
  /** s, rising. */
  readonly times: Float64Array; // [T]
  /** m, by the axes of the file; NaN, both, where not known. */
  readonly positions: Float64Array; // [T, 2]
  /** rad, at times of its own; NaN where not known. */
  readonly heading: { readonly times: Float64Array; readonly values: Float64Array } | undefined;
  readonly cells: SpikeTrains | SampledRates;
  readonly taken: readonly Taken[];
  /** What the file says of its axes. */
  readonly referenceFrame: string | undefined;
}
