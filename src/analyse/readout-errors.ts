/** How far off the places are that a network is asked for, by each of the usual ways to read them out of its logits. */
import { type DecodeBy, decodeBy } from "../code/decode-by.ts";
import { fillTargets } from "../code/fill-codes.ts";
import type { CodePart } from "../code/path-code.ts";
import type { Engine } from "../engine/engine.ts";
import type { SharedArray } from "../engine/shared-array.ts";
import type { MemoryNeed } from "../memory-need.ts";
import {
  type ActivitySource,
  type PlaceReadout,
  type Portion,
  samplesAtOnce,
} from "../tasks/activity-source.ts";
import { type Arena, distanceIn } from "../world/arena.ts";
import { HeadErrorSums, type HeadErrors } from "./head-errors.ts";
import { partLosses } from "./part-losses.ts";

/** Centre of the best cell, mean of those of the best three, mean of all by their softmax. */
export const decodeWays = { bestCell: 1, bestThree: 3, weightedMean: "weight" } as const satisfies Readonly<
  Record<string, DecodeBy>
>;

export type DecodeWay = keyof typeof decodeWays;

export const decodeWayNames = Object.keys(decodeWays) as DecodeWay[];

export interface WayError {
  /** Mean of all samples, cm. */
  readonly errorCm: number;
  /** Mean after each step, [steps] cm. */
  readonly byStepCm: Float64Array;
}

export interface ReadoutErrors {
  readonly trajectories: number;
  readonly ways: Readonly<Record<DecodeWay, WayError>>;
  /**
   * Mean squares per coordinate, m^2, by the best cell: of the true code against the place, and of the logits against the true code.
   * Source: grid-cell-experiments (jtoy), `paper.py`.
   */
  readonly squares: { readonly quantisation: number; readonly prediction: number };
  /** Undefined where no heading is read out. */
  readonly heading: HeadErrors | undefined;
  /** Mean of each ensemble, without its weight, nats. */
  readonly losses: readonly { readonly part: CodePart; readonly loss: number }[];
}

/** Rows of logits, and of the codes that they are held to, which are there at once. */
export function readoutNeeds({ places }: Pick<ActivitySource, "places">): MemoryNeed[] {
  if (!places) return [];
  const cells = places.parts.reduce((sum, part) => sum + part.cells, places.code.cells);
  const bytes = 2 * samplesAtOnce * cells * 4;
  return [{ label: "logits, and codes that are asked for", bytes, settings: ["code.placeCells"] }];
}

/** Sums over portions; the same bits for any number of workers. */
export class ReadoutErrorSums {
  private trajectories = 0;
  private readonly sums: Readonly<Record<DecodeWay, Float64Array>>;
  private readonly squares = { quantisation: 0, prediction: 0 };
  private readonly head: HeadErrorSums | undefined;
  private readonly losses: Float64Array;

  private constructor(
    private readonly engine: Engine,
    private readonly arena: Arena,
    private readonly places: PlaceReadout,
    { headings }: Pick<ActivitySource, "headings">,
    private readonly steps: number,
  ) {
    const each = () => new Float64Array(steps);
    this.sums = { bestCell: each(), bestThree: each(), weightedMean: each() };
    this.losses = new Float64Array(places.parts.length);
    this.head = headings && new HeadErrorSums(headings, steps);
  }

  /** Undefined where no place can be read out of the source. */
  static of(engine: Engine, source: ActivitySource, steps: number): ReadoutErrorSums | undefined {
    const { places, arena } = source;
    // Of two places there is one way only.
    return places && !places.decodeTwo
      ? new ReadoutErrorSums(engine, arena, places, source, steps)
      : undefined;
  }

  add(portion: Portion): void {
    const { engine, places, head } = this;
    places.inLogits(portion, (logits, first, count) => {
      const truth = engine.memory.allocate("float32", [count, 2], "positions");
      truth.view.set(portion.position.view.subarray(2 * first, 2 * (first + count)));
      const targets = this.targetsOf(portion, truth, logits.shape, first);
      this.addPlaces(portion, truth, logits, targets, first);
      head?.add(portion, logits, first, count);
      // Last: the logits are lost.
      partLosses(engine, places.parts, logits, targets).forEach((loss, i) => {
        this.losses[i]! += loss;
      });
    });
    this.trajectories += portion.trajectories;
  }

  /** What is asked for at `truth`, samples of the portion from `first` on: [count, cells of all ensembles]. */
  private targetsOf(
    { headingAfter }: Portion,
    truth: SharedArray<"float32">,
    shape: readonly number[],
    first: number,
  ): SharedArray<"float32"> {
    const { memory } = this.engine;
    const count = truth.length / 2;
    const headings = headingAfter && memory.allocate("float32", [count], "headings");
    headings?.view.set(headingAfter!.view.subarray(first, first + count));
    const targets = memory.allocate("float32", shape, "codes that are asked for");
    fillTargets(this.engine, this.places.parts, truth, headings, targets);
    return targets;
  }

  private addPlaces(
    portion: Portion,
    truth: SharedArray<"float32">,
    logits: SharedArray<"float32">,
    targets: SharedArray<"float32">,
    first: number,
  ): void {
    const { engine, arena, places } = this;
    const { code } = places;
    const count = truth.length / 2;
    const decoded = (activity: SharedArray<"float32">, by: DecodeBy, areLogits: boolean) => {
      const out = engine.memory.allocate("float32", [count, 2], "decoded positions");
      decodeBy(engine, code, activity, out, by, areLogits);
      return out.view;
    };
    const target = decoded(targets, 1, false);
    for (const way of decodeWayNames) {
      const by = decodeWays[way];
      // Of fewer cells than three, all.
      const guess = decoded(logits, by === "weight" ? by : Math.min(by, code.cells), true);
      const sums = this.sums[way];
      for (let i = 0; i < count; i++) {
        sums[Math.floor((first + i) / portion.trajectories)]! += apart(arena, truth.view, guess, i);
      }
      if (way !== "bestCell") continue;
      for (let i = 0; i < count; i++) {
        this.squares.quantisation += apart(arena, target, truth.view, i) ** 2 / 2;
        this.squares.prediction += apart(arena, guess, target, i) ** 2 / 2;
      }
    }
  }

  finish(): ReadoutErrors {
    const { trajectories, steps } = this;
    const samples = trajectories * steps;
    const errorOf = (way: DecodeWay): WayError => {
      const byStepCm = this.sums[way].map((sum) => (100 * sum) / trajectories);
      return { byStepCm, errorCm: byStepCm.reduce((sum, error) => sum + error, 0) / steps };
    };
    const { quantisation, prediction } = this.squares;
    return {
      trajectories,
      ways: {
        bestCell: errorOf("bestCell"),
        bestThree: errorOf("bestThree"),
        weightedMean: errorOf("weightedMean"),
      },
      squares: { quantisation: quantisation / samples, prediction: prediction / samples },
      heading: this.head?.finish(),
      losses: this.places.parts.map((part, i) => ({ part, loss: this.losses[i]! / samples })),
    };
  }
}

/** Distance of two places of number `i`, m. */
const apart = (arena: Arena, a: Float32Array, b: Float32Array, i: number): number =>
  distanceIn(arena, a[2 * i]! - b[2 * i]!, a[2 * i + 1]! - b[2 * i + 1]!);
