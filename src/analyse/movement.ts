/** Heading and speed scores of all units from one stream of activity, without a null: `tuning` has shuffles. */
import type { Engine } from "../engine/engine.ts";
import { defineJob } from "../engine/job.ts";
import type { SharedArray } from "../engine/shared-array.ts";
import type { Portion } from "../tasks/activity-source.ts";
import { headingBin, movementOf, sectorMiddle } from "./behaviour.ts";
import { cosineCorrelation, shiftedLength } from "./heading-shape.ts";
import { leastVariance } from "./tuning.ts";

export interface MovementScores {
  /** Samples whose heading, speed and place are known. */
  readonly samples: number;
  /**
   * Length of the mean vector over sectors of heading, each counting the same, 0 to 1; what 20 sectors and Rayleigh's test at 0.01
   * call directed is above 0.47 (Banino et al. 2018). NaN for a unit that does not vary, and for one that is below zero somewhere.
   */
  readonly vectorLength: Float64Array;
  /** The same of rates less that of the lowest sector, the published rule for units below zero: 0.5 for any cosine. NaN for a unit that does not vary. */
  readonly shiftedLength: Float64Array;
  /** Correlation with the cosine of heading that fits best, all sectors counting the same, 0 to 1. NaN for a unit that does not vary. */
  readonly headingCorrelation: Float64Array;
  /** Pearson correlation of rate and speed, as in Kropff et al. 2015 (Nature 523:419). NaN for a unit that does not vary. */
  readonly speedScore: Float64Array;
}

export const movementSectors = 20;
const unitsPerBlock = 64;

const addMovement = defineJob(
  import.meta.url,
  "movement",
  ["activities", "sectors", "speeds", "sums", "products", "squares", "samples", "units"],
  ({ kernels }, block, a) => {
    const first = block * unitsPerBlock;
    kernels.accumulateMovement(
      a.activities + first * 4,
      a.sectors,
      a.speeds,
      a.sums + first * 8,
      a.products + first * 8,
      a.squares + first * 8,
      a.samples,
      Math.min(unitsPerBlock, a.units - first),
      a.units,
    );
  },
);

/** Sums of the activities [samples, units] by sector, [count, units]; samples of sector -1 count nowhere. */
export const addBySector = (
  engine: Engine,
  wanted: {
    readonly activities: number;
    readonly sectors: Int32Array;
    readonly samples: number;
    readonly units: number;
    readonly count: number;
  },
): Float64Array =>
  engine.memory.scope(() => {
    const { activities, samples, units, count } = wanted;
    const zeros = (rows: number, label: string) => engine.memory.zeros("float64", [rows, units], label);
    const sums = zeros(count, "sums by heading");
    engine.pool.run(addMovement, Math.ceil(units / unitsPerBlock), {
      activities,
      sectors: engine.memory.from("int32", wanted.sectors, "sectors of headings").pointer,
      speeds: engine.memory.zeros("float64", samples, "no speeds").pointer,
      sums: sums.pointer,
      products: zeros(1, "products").pointer,
      squares: zeros(1, "squares").pointer,
      samples,
      units,
    });
    return sums.toArray();
  });

/** Sums in the engine, bytes. */
export const movementBytes = (units: number): number => (movementSectors + 2) * units * 8;

/** Sums over a stream of portions; the same bits for any number of workers. Free it when done. */
export class MovementAccumulator {
  /** [movementSectors, units] */
  private readonly sums: SharedArray<"float64">;
  private readonly products: SharedArray<"float64">;
  private readonly squares: SharedArray<"float64">;
  private readonly visits = new Float64Array(movementSectors);
  private samples = 0;
  private speedSum = 0;
  private speedSquares = 0;

  constructor(
    private readonly engine: Engine,
    readonly units: number,
  ) {
    const zeros = (rows: number, label: string) => {
      const array = engine.memory.allocateUnscoped("float64", [rows, units], label);
      array.view.fill(0);
      return array;
    };
    this.sums = zeros(movementSectors, "sums by heading");
    this.products = zeros(1, "products with speed");
    this.squares = zeros(1, "squares of activity");
  }

  /** What is not known of a portion counts nowhere: nothing of one without velocity. */
  add(portion: Portion): void {
    if (!portion.velocity || !portion.heading) return;
    const { engine, units } = this;
    const { samples } = portion;
    const { headings, speeds } = movementOf(portion);
    const places = portion.position.view;
    engine.memory.scope(() => {
      const sectors = engine.memory.allocate("int32", samples, "sectors of headings");
      const fast = engine.memory.from("float64", speeds, "speeds");
      const view = sectors.view;
      for (let i = 0; i < samples; i++) {
        const known = !Number.isNaN(headings[i]! + speeds[i]! + places[2 * i]!);
        view[i] = known ? headingBin(headings[i]!, movementSectors) : -1;
        if (!known) continue;
        this.visits[view[i]!]!++;
        this.samples++;
        this.speedSum += speeds[i]!;
        this.speedSquares += speeds[i]! ** 2;
      }
      engine.pool.run(addMovement, Math.ceil(units / unitsPerBlock), {
        activities: portion.activities,
        sectors: sectors.pointer,
        speeds: fast.pointer,
        sums: this.sums.pointer,
        products: this.products.pointer,
        squares: this.squares.pointer,
        samples,
        units,
      });
    });
  }

  /**
   * Undefined when no heading and speed was known.
   * @param smallest activity of each unit: what is below zero has no vector length
   */
  finish(smallest: ArrayLike<number>): MovementScores | undefined {
    if (this.samples === 0) return undefined;
    const { units, samples } = this;
    const [sums, products, squares] = [this.sums.view, this.products.view, this.squares.view];
    const each = () => new Float64Array(units);
    const [vectorLength, shifted, headingCorrelation, speedScore] = [each(), each(), each(), each()];
    const curve = new Float64Array(movementSectors);
    const speedMean = this.speedSum / samples;
    const speedVariance = this.speedSquares / samples - speedMean ** 2;
    for (let unit = 0; unit < units; unit++) {
      let [sum, level, cosine, sine] = [0, 0, 0, 0];
      for (let sector = 0; sector < movementSectors; sector++) {
        const inSector = sums[sector * units + unit]!;
        const rate = this.visits[sector]! > 0 ? inSector / this.visits[sector]! : 0;
        const angle = sectorMiddle(sector, movementSectors);
        curve[sector] = rate;
        sum += inSector;
        level += rate;
        cosine += rate * Math.cos(angle);
        sine += rate * Math.sin(angle);
      }
      const mean = sum / samples;
      const variance = squares[unit]! / samples - mean ** 2;
      const varies = variance > (leastVariance * squares[unit]!) / samples;
      vectorLength[unit] = varies && !(smallest[unit]! < 0) ? Math.hypot(cosine, sine) / level : Number.NaN;
      shifted[unit] = varies ? shiftedLength(curve) : Number.NaN;
      headingCorrelation[unit] = varies
        ? cosineCorrelation(curve, this.visits, squares[unit]! / samples)
        : Number.NaN;
      speedScore[unit] = varies
        ? (products[unit]! / samples - mean * speedMean) / Math.sqrt(variance * speedVariance)
        : Number.NaN;
    }
    return { samples, vectorLength, shiftedLength: shifted, headingCorrelation, speedScore };
  }

  free(): void {
    for (const array of [this.sums, this.products, this.squares]) array.free();
  }
}
