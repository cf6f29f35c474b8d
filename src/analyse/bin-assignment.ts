/** In which bin of the box a position lies. */
import type { Engine } from "../engine/engine.ts";
import type { SharedArray } from "../engine/shared-array.ts";
import { UserError } from "../user-error.ts";

/**
 * `half-open`: float32 arithmetic, left edges belong to a bin and right ones do not; compute_ratemaps of
 * ganguli-lab/grid-pattern-formation. `closed`: float64 edges, the outermost right edge belongs to the last bin;
 * scipy.stats.binned_statistic_2d, which DeepMind's and all derived scorers use. They differ in samples that lie
 * within rounding of an edge, and on the right and upper wall.
 */
export type BinningRule = "half-open" | "closed";

export interface Box {
  readonly width: number;
  readonly height: number;
}

/** Samples of bin b: order[starts[b]] … order[starts[b + 1] - 1], ascending. */
export interface SortedSamples {
  readonly order: SharedArray<"int32">;
  /** [bins + 1] */
  readonly starts: SharedArray<"int32">;
}

/** Sorts positions into bins and counts how often each was visited. */
export class BinAssignment {
  private readonly counts: SharedArray<"int32">;
  private readonly edgesX: SharedArray<"float64">;
  private readonly edgesY: SharedArray<"float64">;
  private outside = 0;

  /** @throws UserError when a size is not positive */
  constructor(
    private readonly engine: Engine,
    private readonly binsX: number,
    private readonly binsY: number,
    private readonly box: Box,
    private readonly rule: BinningRule,
  ) {
    for (const bins of [binsX, binsY]) {
      if (!Number.isSafeInteger(bins) || bins < 1) {
        throw new UserError(`a map cannot have ${bins} bins on a side`, "use a whole number such as 20", 2);
      }
    }
    for (const side of [box.width, box.height]) {
      if (!(side > 0 && side < 1e6)) {
        throw new UserError(`a box cannot be ${side} m wide`, "give its width and height in metres", 2);
      }
    }
    const { memory } = engine;
    this.counts = memory.allocateUnscoped("int32", [binsY, binsX], "occupancy");
    this.counts.view.fill(0);
    this.edgesX = memory.allocateUnscoped("float64", binsX + 1, "bin edges").set(binEdges(box.width, binsX));
    this.edgesY = memory.allocateUnscoped("float64", binsY + 1, "bin edges").set(binEdges(box.height, binsY));
  }

  /** Samples so far that lay outside the box. */
  get dropped(): number {
    return this.outside;
  }

  /** Samples so far in each bin [y, x]. */
  occupancy(): Int32Array {
    return this.counts.toArray();
  }

  /**
   * Sorts samples by bin, row * binsX + column, and counts them; those outside are in none.
   * @param positions address of [samples, 2] float32
   * @returns arrays of the current memory scope
   */
  sort(positions: number, samples: number): SortedSamples {
    const { kernels, memory } = this.engine;
    const bins = this.binsOf(positions, samples).pointer;
    const order = memory.allocate("int32", samples, "samples by bin");
    const starts = memory.allocate("int32", this.counts.length + 1, "first samples of the bins");
    this.outside += kernels.sortByBin(
      bins,
      this.counts.pointer,
      starts.pointer,
      order.pointer,
      samples,
      this.counts.length,
    );
    return { order, starts };
  }

  /**
   * Bin of each position, row * binsX + column, -1 outside and where it is not known; nothing is counted.
   * @param positions address of [samples, 2] float32
   * @returns an array of the current memory scope
   */
  binsOf(positions: number, samples: number): SharedArray<"int32"> {
    const bins = this.engine.memory.allocate("int32", samples, "bins of the samples");
    this.assign(positions, bins.pointer, samples);
    return bins;
  }

  free(): void {
    this.counts.free();
    this.edgesX.free();
    this.edgesY.free();
  }

  /** bins [samples] int32 = row * binsX + column of each sample, -1 outside. */
  private assign(positions: number, bins: number, samples: number): void {
    const { binsX, binsY, box } = this;
    const { kernels } = this.engine;
    if (this.rule === "half-open") {
      kernels.assignHalfOpen(positions, bins, samples, binsX, binsY, box.width, box.height);
    } else {
      kernels.assignClosed(
        positions,
        bins,
        this.edgesX.pointer,
        this.edgesY.pointer,
        samples,
        binsX,
        binsY,
        roundingScale(box.width / binsX),
        roundingScale(box.height / binsY),
      );
    }
  }
}

/** numpy.linspace(-width / 2, width / 2, bins + 1) to the last bit. */
export function binEdges(width: number, bins: number): Float64Array {
  const start = -width / 2;
  const step = (width / 2 - start) / bins;
  return Float64Array.from({ length: bins + 1 }, (_, i) => (i === bins ? width / 2 : i * step + start));
}

/** scipy takes a sample for one on the outermost edge when both agree to so many decimals: 10 ** decimals. */
const roundingScale = (binWidth: number): number => 10 ** (Math.trunc(-Math.log10(binWidth)) + 6);
