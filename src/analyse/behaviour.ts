/** Which way and how fast the animal went. */
import {
  type ActivityRequest,
  type ActivitySource,
  inPaths,
  type PathPortion,
} from "../tasks/activity-source.ts";
import { UserError } from "../user-error.ts";

export interface BehaviourOptions extends ActivityRequest {
  /** Sectors of the full turn. */
  readonly headingBins: number;
  /** Bins of speed from 0 to `speedLimit`. */
  readonly speedBins: number;
  /** m/s; faster samples are in no bin. */
  readonly speedLimit: number;
}

/** What the animal did. */
export interface Behaviour {
  /** Those of which all is known. */
  readonly samples: number;
  /** Samples in each sector, and in each bin of speed. */
  readonly headingVisits: Float64Array;
  readonly speedVisits: Float64Array;
  /** m/s. */
  readonly speedMean: number;
  readonly speedDeviation: number;
  /** The mean at places near one, m/s. */
  meanSpeedAt(x: number, y: number): number;
  /** Deviation of the speed from it. */
  readonly deviationAtPlace: number;
}

/** Along each side of the box, of places that are near each other. */
export const placeBins = 20;

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

/**
 * Direction (rad, [-pi, pi)) and speed (m/s) of each sample of a portion, [T, B]. The direction is that of the step, or, where a network is
 * asked for headings, the one after it, which is what it is asked for.
 */
export interface Movement {
  readonly headings: Float32Array;
  readonly speeds: Float64Array;
  readonly positions: Float32Array; // [T, B, 2] m
  /** Whether position, direction and speed of a sample are all known. */
  isKnown(sample: number): boolean;
}

/** @throws UserError when the paths have no velocity: a recording without time steps, say */
export function movementOf({ position, heading: ofStep, headingAfter, velocity }: PathPortion): Movement {
  const heading = headingAfter ?? ofStep;
  if (!velocity) {
    throw new UserError("nothing is known of the animal's velocity", "give the recording velocity, or dt");
  }
  if (!heading) {
    throw new UserError("the animal does not move in one of the trials", "give the recording heading");
  }
  const view = velocity.view;
  const speeds = Float64Array.from({ length: view.length / 2 }, (_, i) =>
    Math.hypot(view[2 * i]!, view[2 * i + 1]!),
  );
  const [headings, places] = [heading.view, position.view];
  const isKnown = (i: number) =>
    !(Number.isNaN(places[2 * i]!) || Number.isNaN(speeds[i]!) || Number.isNaN(headings[i]!));
  return { headings, speeds, positions: places, isKnown };
}

/** Of the paths of a request. @throws UserError when they have no velocity */
export function observeBehaviour(source: ActivitySource, options: BehaviourOptions): Behaviour {
  const { headingBins, speedBins, speedLimit } = options;
  const headingVisits = new Float64Array(headingBins);
  const speedVisits = new Float64Array(speedBins);
  const { binAt, visits, sums } = speedsByPlace(source.arena);
  let [samples, sum, squares] = [0, 0, 0];
  inPaths(source, options, (portion) => {
    const { headings, speeds, positions, isKnown } = movementOf(portion);
    for (let sample = 0; sample < portion.samples; sample++) {
      if (!isKnown(sample)) continue;
      const place = binAt(positions[2 * sample]!, positions[2 * sample + 1]!);
      visits[place]!++;
      sums[place]! += speeds[sample]!;
      headingVisits[headingBin(headings[sample]!, headingBins)]!++;
      const speed = speeds[sample]!;
      const bin = speedBin(speed, speedLimit, speedBins);
      if (bin < speedBins) speedVisits[bin]!++;
      samples++;
      sum += speed;
      squares += speed * speed;
    }
  });
  const speedMean = sum / samples;
  const speedDeviation = Math.sqrt(Math.max(0, squares / samples - speedMean * speedMean));
  const means = sums.map((total, place) => total / visits[place]!);
  const between = means.reduce(
    (total, mean, place) => total + (visits[place]! && visits[place]! * mean ** 2),
    0,
  );
  return {
    ...{ samples, headingVisits, speedVisits, speedMean, speedDeviation },
    meanSpeedAt: (x, y) => means[binAt(x, y)]!,
    deviationAtPlace: Math.sqrt(Math.max(0, (squares - between) / samples)),
  };
}

function speedsByPlace({ width, height }: Pick<ActivitySource["arena"], "width" | "height">) {
  const along = (x: number, side: number) =>
    Math.min(placeBins - 1, Math.max(0, Math.floor((x / side + 0.5) * placeBins)));
  const each = () => new Float64Array(placeBins ** 2);
  return {
    binAt: (x: number, y: number) => along(y, height) * placeBins + along(x, width),
    ...{ visits: each(), sums: each() },
  };
}
