/** Which way and how fast the animal went. */
import type { Engine } from "../engine/engine.ts";
import { inTrajectories, type RollOutOptions, type Subject } from "../tasks/path-integration/roll-outs.ts";
import type { TrajectoryBatch } from "../world/trajectory.ts";

export interface BehaviourOptions extends RollOutOptions {
  /** Sectors of the full turn. */
  readonly headingBins: number;
  /** Bins of speed from 0 to `speedLimit`. */
  readonly speedBins: number;
  /** m/s; faster samples are in no bin. */
  readonly speedLimit: number;
}

/** What the animal did. */
export interface Behaviour {
  readonly samples: number;
  /** Samples in each sector, and in each bin of speed. */
  readonly headingVisits: Float64Array;
  readonly speedVisits: Float64Array;
  /** m/s. */
  readonly speedMean: number;
  readonly speedDeviation: number;
}

/** Sector of a heading in rad, the first one beginning at -pi. */
export const headingBin = (heading: number, bins: number): number =>
  Math.min(bins - 1, Math.max(0, Math.floor((heading / (2 * Math.PI) + 0.5) * bins)));

/** Velocities are float32: a speed of just the limit may be a little above. */
const speedRounding = 1e-6;

/** Bin of a speed in m/s; the limit belongs to the last one, faster speeds are in bin `bins` or above. */
export function speedBin(speed: number, limit: number, bins: number): number {
  const bin = Math.floor((speed / limit) * bins);
  return bin >= bins && speed <= limit * (1 + speedRounding) ? bins - 1 : bin;
}

/** Middle of a sector, rad. */
export const sectorMiddle = (sector: number, bins: number): number =>
  -Math.PI + (2 * Math.PI * (sector + 0.5)) / bins;

/** m/s of each sample of a batch, [T, B]. */
export const speedsOf = ({ velocity }: TrajectoryBatch): Float64Array => {
  const view = velocity.view;
  return Float64Array.from({ length: view.length / 2 }, (_, i) => Math.hypot(view[2 * i]!, view[2 * i + 1]!));
};

/** Of the trajectories along which `inRollOuts` would let a network run. */
export function observeBehaviour(engine: Engine, subject: Subject, options: BehaviourOptions): Behaviour {
  const { headingBins, speedBins, speedLimit } = options;
  const headingVisits = new Float64Array(headingBins);
  const speedVisits = new Float64Array(speedBins);
  let [samples, sum, squares] = [0, 0, 0];
  inTrajectories(engine, subject, options, (batch) => {
    for (const heading of batch.heading.view) headingVisits[headingBin(heading, headingBins)]!++;
    for (const speed of speedsOf(batch)) {
      const bin = speedBin(speed, speedLimit, speedBins);
      if (bin < speedBins) speedVisits[bin]!++;
      samples++;
      sum += speed;
      squares += speed * speed;
    }
  });
  const speedMean = sum / samples;
  const speedDeviation = Math.sqrt(Math.max(0, squares / samples - speedMean * speedMean));
  return { samples, headingVisits, speedVisits, speedMean, speedDeviation };
}
