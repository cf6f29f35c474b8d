/**
 * Activity along paths: of a network, of its untrained twin, of a recording. All analyses take this and nothing else; what
 * stands behind it they do not know.
 */
import type { PathCode } from "../code/path-code.ts";
import type { PlaceCode } from "../code/place-code.ts";
import type { SharedArray } from "../engine/shared-array.ts";
import type { Arena } from "../world/arena.ts";
import type { Levels, Metric } from "./experiment.ts";

/** Which trajectories are wanted, and what of them. */
export interface ActivityRequest {
  /** Of fresh trajectories; one that was trained with the same seed has met others. */
  readonly seed: number;
  readonly trajectories: number;
  /** Time steps of each. */
  readonly steps: number;
  /** Number of the first trajectory; default 0. */
  readonly from?: number | undefined;
  /**
   * Instead of fresh trajectories those of the published analyses, in batches of so many: from NumPy's generator seeded with 0 and
   * advanced by the place cells, whatever the seed. Only of sources with `publishedPaths`.
   */
  readonly publishedBatch?: number | undefined;
  /** Numbers that the caller keeps for each sample of a portion, where they are more than the units. */
  readonly perSample?: number | undefined;
  /** False: nothing is measured beside the activity, which is much less work. Default true. */
  readonly measuring?: boolean | undefined;
}

/** Something that holds of all the activity of a source and would not by itself: another world than it was trained in, a filter, a mask. */
export interface Condition {
  /** As answers and files have it: `speedScale`. */
  readonly name: string;
  readonly value: string | number | boolean | null;
  /** For a reader: "speeds 1.4 times those of the training". */
  readonly text: string;
}

/** How rate maps are made of a source's sums, where they are not plain means. */
export interface MapRule {
  /** Bins that were visited for a shorter time count as unvisited, s. */
  readonly leastSeconds: number;
  /** Standard deviation of the Gaussian by which sums and visits are both smoothed, m; 0: not at all. */
  readonly smoothing: number;
  /** Bins whose middle lies outside the largest ellipse in the box count as unvisited. */
  readonly round: boolean;
}

/** Consecutive trajectories. */
export interface TrajectoryRange {
  readonly first: number;
  readonly trajectories: number;
}

/** Some trajectories; what it points at is gone after the call. */
export interface PathPortion extends TrajectoryRange {
  /** steps x trajectories, time-major. */
  readonly samples: number;
  /** NaN, both of a pair: not known, or left out by a filter; such a sample counts nowhere. */
  readonly position: SharedArray<"float32">; // [T, B, 2] m
  readonly velocity?: SharedArray<"float32"> | undefined; // [T, B, 2] m/s
  readonly heading?: SharedArray<"float32"> | undefined; // [T, B] rad in [-pi, pi), direction of the step
  /** Where the rat turns to at the end of the step: what a network is asked for that is asked for headings. */
  readonly headingAfter?: SharedArray<"float32"> | undefined; // [T, B] rad in [-pi, pi)
  /** Where a second agent is, whose place the network tells as well. */
  readonly otherPosition?: SharedArray<"float32"> | undefined; // [T, B, 2] m
  /** Before the first step. */
  readonly start?: SharedArray<"float32"> | undefined; // [B, 2] m
}

export interface Portion extends PathPortion {
  /** Address of [samples, units] float32: the activity that goes with each position. */
  readonly activities: number;
  /** Means over the portion, by `Metric.name`. */
  readonly measured: Readonly<Record<string, number>>;
}

/** How a place is read out of activity. */
export interface PlaceReadout {
  /** Ensembles in the logits, side by side; the first one has places. */
  readonly parts: PathCode["parts"];
  /** Of the first ensemble: the first columns of the logits. */
  readonly code: PlaceCode;
  /** Cells whose centres are averaged, or fall into clusters. */
  readonly topK: number;
  /**
   * Where the logits tell two places, those of the agent whose place goes with the activity. Left out: they tell one.
   * @param logits [count, cells of all ensembles] of the portion's samples from `first` on
   */
  readonly decodeTwo?:
    | ((portion: Portion, logits: SharedArray<"float32">, first: number, count: number) => TwoReading)
    | undefined;
  /** Calls `body` with logits [count, cells of all ensembles] of the portion's samples from `first` on. */
  inLogits(
    portion: Portion,
    body: (logits: SharedArray<"float32">, first: number, count: number) => void,
  ): void;
}

export interface TwoReading {
  readonly position: Float32Array; // [count, 2] m
  /** Distance of both places together from the true ones, in four dimensions, m. */
  readonly both: Float64Array; // [count]
}

/** How a heading is read out of the same logits: the preferred one of the head-direction cell with the largest. */
export interface HeadReadout {
  /** First of their columns. */
  readonly first: number;
  /** Preferred headings, rad in [-pi, pi). */
  readonly means: Float64Array;
}

export interface ActivitySource {
  readonly units: number;
  /** Of the maps. */
  readonly arena: Arena;
  /** Where the walls are, if the maps reach beyond them: square maps of a box that is not square. */
  readonly walls?: { readonly width: number; readonly height: number } | undefined;
  /** s, one time step. */
  readonly dt: number;
  /** What is looked at, and what else could be. */
  readonly tap: string;
  readonly taps: readonly {
    readonly name: string;
    readonly units: number;
    readonly help: string;
    /** Of a network's arrays, along which these units lie; left out: they cannot be silenced. */
    readonly size?: string;
  }[];
  /** What a request asks for when the user does not say. */
  readonly usual: { readonly seed: number; readonly steps: number; readonly trajectories?: number };
  /** m/s: bins of speed end there. */
  readonly fastSpeed: number;
  /** Named by every output of what is looked at. */
  readonly conditions: readonly Condition[];
  /** Undefined: maps are plain means. */
  readonly mapRule?: MapRule | undefined;
  /** What `measured` of portions holds. */
  readonly metrics: readonly Metric[];
  /** True: `publishedBatch` may be asked for. */
  readonly publishedPaths?: boolean | undefined;
  unitName(unit: number): string;
  /** Cut to fit the memory; callers may breathe in between. @throws UserError when there is not so much to be had */
  portions(request: ActivityRequest): readonly TrajectoryRange[];
  read(request: ActivityRequest, range: TrajectoryRange, body: (portion: Portion) => void): void;
  /** The same paths without any activity. */
  walk(request: ActivityRequest, range: TrajectoryRange, body: (portion: PathPortion) => void): void;
  /** Of `metrics`, by name, where they are known. */
  levels(seed: number): Readonly<Record<string, Levels>>;
  /** Only where a place can be read out. */
  readonly places?: PlaceReadout | undefined;
  /** Only where a heading can be read out, by the logits of `places`. */
  readonly headings?: HeadReadout | undefined;
}

/** Of which logits are made together, at most. */
export const samplesAtOnce = 8192;

/** Calls `body` for each portion, one after the other. */
export function inPortions(
  source: ActivitySource,
  request: ActivityRequest,
  body: (portion: Portion) => void,
  onProgress?: (share: number) => void,
): void {
  for (const range of source.portions(request)) {
    source.read(request, range, body);
    onProgress?.((range.first - (request.from ?? 0) + range.trajectories) / request.trajectories);
  }
}

/** Calls `body` for the paths of each portion. */
export function inPaths(
  source: ActivitySource,
  request: ActivityRequest,
  body: (portion: PathPortion) => void,
): void {
  for (const range of source.portions(request)) source.walk(request, range, body);
}

/** What is taken together at most. */
export const trajectoriesAtOnce = 200;
const numbersAtOnce = 2 ** 26;

/** Portions of nearly the same size, bounded in memory however many units and steps there are. */
export function cutIntoPortions(units: number, request: ActivityRequest): TrajectoryRange[] {
  const { trajectories, steps, from = 0, perSample = 0 } = request;
  const fitting = Math.floor(numbersAtOnce / ((steps + 1) * Math.max(units, perSample)));
  const most = Math.max(1, Math.min(trajectoriesAtOnce, fitting));
  const portions = Math.ceil(trajectories / most);
  const startOf = (portion: number) => Math.floor((portion * trajectories) / portions);
  return Array.from({ length: portions }, (_, i) => ({
    first: from + startOf(i),
    trajectories: startOf(i + 1) - startOf(i),
  }));
}
