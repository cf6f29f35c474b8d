/** A path in steps of equal time: between tracked positions straight on, over longer gaps not known. */

export interface StepOptions {
  /** s, one step. */
  readonly dt: number;
  /** s; over a longer time without a known position, nothing is made up. */
  readonly longestGap: number;
}

/** The middle of step k is at start + k dt. */
export interface TimeSteps {
  readonly start: number;
  readonly dt: number;
  readonly steps: number;
}

/** All steps between the first and the last time. */
export function timeSteps(times: Float64Array, dt: number): TimeSteps {
  const [start, end] = [times[0]!, times.at(-1)!];
  return { start, dt, steps: Math.floor((end - start) / dt + 1e-6) + 1 };
}

/** The step in which a time lies; below 0 or `steps` and above outside. */
export const stepOf = ({ start, dt }: TimeSteps, time: number): number =>
  Math.floor((time - start) / dt + 0.5 + 1e-9);

export interface SteppedSeries {
  readonly values: Float64Array; // [steps, width], NaN where not known
  /** Steps whose value comes from farther away than the next samples of the tracking usually are. */
  readonly bridged: number;
  readonly lost: number;
}

/** Of a step; a tracked time so near to the middle of a step is at it. */
const same = 1e-3;
/** Times the usual distance of samples: more is a gap. */
const usual = 1.5;

/**
 * A series [samples, width] at the middles of steps.
 * @param times rising @param values NaN, the first of a row, where not known @param apart s, of samples usually
 */
export function inSteps(
  times: Float64Array,
  values: Float64Array,
  width: number,
  { start, dt, steps }: TimeSteps,
  { longestGap, apart }: { readonly longestGap: number; readonly apart: number },
): SteppedSeries {
  const known = Array.from(times.keys()).filter((i) => !Number.isNaN(values[i * width]!));
  const result = new Float64Array(steps * width).fill(Number.NaN);
  const longest = Math.max(longestGap, usual * apart);
  let [bridged, lost, at] = [0, 0, 0];
  for (let step = 0; step < steps; step++) {
    const time = start + step * dt;
    while (at + 1 < known.length && times[known[at + 1]!]! <= time) at++;
    const [before, after] = [known[at], known[at + 1]];
    const nearest = nearestOf(times, time, before, after);
    const put = (value: (i: number) => number) => {
      for (let i = 0; i < width; i++) result[step * width + i] = value(i);
    };
    const between = before !== undefined && after !== undefined && times[before]! <= time;
    const gap = between ? times[after]! - times[before]! : Number.POSITIVE_INFINITY;
    const distance = nearest === undefined ? Number.POSITIVE_INFINITY : Math.abs(times[nearest]! - time);
    if (distance <= same * dt || (gap > longest && distance <= dt / 2)) {
      put((i) => values[nearest! * width + i]!);
    } else if (between && gap <= longest) {
      const share = (time - times[before]!) / gap;
      put((i) => {
        const from = values[before * width + i]!;
        return from + share * (values[after * width + i]! - from);
      });
      if (gap > usual * apart) bridged++;
    } else lost++;
  }
  return { values: result, bridged, lost };
}

function nearestOf(
  times: Float64Array,
  time: number,
  ...samples: (number | undefined)[]
): number | undefined {
  const known = samples.filter((sample) => sample !== undefined);
  return known.sort((a, b) => Math.abs(times[a]! - time) - Math.abs(times[b]! - time))[0];
}

/** Directions [samples], rad, at the middles of steps: as unit vectors, so that pi and -pi are the same. */
export function directionsInSteps(
  times: Float64Array,
  directions: Float64Array,
  steps: TimeSteps,
  options: { readonly longestGap: number; readonly apart: number },
): Float64Array {
  const vectors = Float64Array.from({ length: 2 * directions.length }, (_, i) =>
    i % 2 === 0 ? Math.cos(directions[i >> 1]!) : Math.sin(directions[i >> 1]!),
  );
  const { values } = inSteps(times, vectors, 2, steps, options);
  return Float64Array.from({ length: steps.steps }, (_, i) => Math.atan2(values[2 * i + 1]!, values[2 * i]!));
}

/**
 * m/s [steps, 2], from positions `window` s apart around each step; at a gap or an end from those on its one side. NaN where neither is known.
 */
export function smoothVelocities(
  positions: Float64Array,
  dt: number,
  window: number,
): { readonly velocity: Float64Array; readonly window: number } {
  const reach = Math.max(1, Math.round(window / dt / 2));
  const velocity = positions.map((here, i) => {
    const [before, after] = [positions[i - 2 * reach] ?? Number.NaN, positions[i + 2 * reach] ?? Number.NaN];
    const around = (after - before) / (2 * reach * dt);
    if (Number.isNaN(here) || !Number.isNaN(around)) return Number.isNaN(here) ? Number.NaN : around;
    const ahead = (after - here) / (reach * dt);
    return Number.isNaN(ahead) ? (here - before) / (reach * dt) : ahead;
  });
  return { velocity, window: 2 * reach * dt };
}
