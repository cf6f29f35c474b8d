/**
 * The random walk of a rat in a box (Sorscher et al. 2019), two trajectories at a time in float64.
 * Plain reference: tests/support/reference/trajectory.ts.
 * Records in memory: trajectory-layout.ts.
 */
import { cosF64x2, sinF64x2 } from "./math";
import { walk } from "./rat-step";
import { normalColumns, rayleighColumns, uniformColumns } from "./rng";
import { beginStored, STORED_PAIR_BYTES, storedPair, walkStored } from "./stored-step";
import {
  CIRCLE,
  HALF_HEIGHT,
  HALF_WIDTH,
  HEADING,
  KEPT_SPEED,
  LIMIT_RADIUS,
  PER_STORED,
  RULE,
  SHAPE,
  SMOOTHING,
  SPEED,
  SPEED_FACTOR,
  X,
  Y,
} from "./trajectory-layout";
import { storeHeadings, storePoints, storeVelocities } from "./trajectory-output";

export { simulatedSteps } from "./stored-step";

const HALF_PI: f64 = Math.PI / 2;

/** Bytes of scratch memory `simulateTrajectories` needs, without room for draws. */
export function trajectoryScratchBytes(): i32 {
  return STORED_PAIR_BYTES;
}

/**
 * Bytes of the draws of four trajectories, as `drawTrajectories` lays them out: a number also where they pass the memory.
 * @param steps simulated ones, with those before the first that is stored
 */
export function trajectoryDrawBytes(steps: f64): f64 {
  return (4 + 4 * floor((steps + 1) / 2)) * 32;
}

/**
 * Draws of trajectories first … first + 3 for simulateTrajectories with 4 columns: at `out` the start [4, 4] (x, y in m, heading
 * in rad, initial speed in parts of the Rayleigh scale, any number
 * without smoothing), then turns (standard normal) and speeds (Rayleigh of scale 1), each
 * [steps rounded up to even, 4], `steps` being all that are simulated. The three keys are those of the streams of starts, turns and speeds.
 */
export function drawTrajectories(
  motion: usize,
  out: usize,
  first: f64,
  steps: i32,
  start0: i32,
  start1: i32,
  turn0: i32,
  turn1: i32,
  speed0: i32,
  speed1: i32,
): void {
  uniformColumns(start0, start1, first, 0, 4, out);
  const turn = f64x2.splat(2 * Math.PI);
  for (let at = out; at < out + 32; at += 16) {
    v128.store(at, f64x2.mul(v128.load(at, 64), turn), 64);
  }
  if (load<f64>(motion, SHAPE) == CIRCLE) spreadInCircle(motion, out);
  else spreadInRectangle(motion, out);
  const turns = out + 128;
  const speeds = turns + ((<usize>((steps + 1) & ~1)) << 5);
  if (load<f64>(motion, SMOOTHING) > 0 || load<f64>(motion, RULE) == KEPT_SPEED) {
    normalColumns(start0, start1, first, 2, 2, turns);
    const scale = f64x2.splat(HALF_PI);
    for (let at: usize = 0; at < 32; at += 16) {
      v128.store(out + at, f64x2.mul(f64x2.abs(v128.load(turns + at)), scale), 96);
    }
  }
  normalColumns(turn0, turn1, first, 0, steps, turns);
  rayleighColumns(speed0, speed1, first, 0, steps, speeds);
}

/** Uniform numbers of four rats [2, 4] to uniform places. */
function spreadInRectangle(motion: usize, out: usize): void {
  const half = f64x2.splat(0.5);
  const width = f64x2.splat(2 * load<f64>(motion, HALF_WIDTH));
  const height = f64x2.splat(2 * load<f64>(motion, HALF_HEIGHT));
  for (let at = out; at < out + 32; at += 16) {
    v128.store(at, f64x2.mul(f64x2.sub(v128.load(at), half), width));
    v128.store(at, f64x2.mul(f64x2.sub(v128.load(at, 32), half), height), 32);
  }
}

/** The same in a disc: the square of the distance from the middle is uniform, and the direction. */
function spreadInCircle(motion: usize, out: usize): void {
  const radius = v128.load64_splat(motion, HALF_WIDTH);
  const limit = v128.load64_splat(motion, LIMIT_RADIUS);
  const turn = f64x2.splat(2 * Math.PI);
  for (let at = out; at < out + 32; at += 16) {
    const distance = f64x2.pmin(f64x2.mul(radius, f64x2.sqrt(v128.load(at))), limit);
    const direction = f64x2.mul(v128.load(at, 32), turn);
    v128.store(at, f64x2.mul(distance, cosF64x2(direction)));
    v128.store(at, f64x2.mul(distance, sinF64x2(direction)), 32);
  }
}

/**
 * Simulates `count` trajectories of steps + 1 stored steps and stores the last `steps`; the first is a burn-in.
 * starts [4, columns] float64: x, y (m), heading (rad), initial speed (multiplied by the speed factor; used when smoothing).
 * turns, speeds [simulated steps, columns] float64. columns is even and at least count.
 * Outputs point at the first of these trajectories in time-major arrays of `batch` trajectories, float64 when `wide` is 1, else
 * float32: position, velocity [steps, batch, 2] (m, m/s), heading [steps, batch] in [-pi, pi), start [batch, 2] and startHeading
 * [batch] (the burn-in step's). position[t] - position[t - 1] = velocity[t] dt, modulo the box when periodic.
 *
 * Rule inside: everything is as in rule faithful until a step would leave the box. That step is taken along the wall it would
 * cross, to the side the rat faces, at the slowed speed, and ends in the corner if it is that long; the direction walked is
 * its heading. In a round box "along the wall" is a chord that ends as far from the middle as it begins. The turn then applies to the heading the rat came with, as in rule faithful. So the rat stays inside, its displacement
 * always agrees with its heading and velocity, and the statistics stay close to those of the published rule.
 */
export function simulateTrajectories(
  motion: usize,
  scratch: usize,
  starts: usize,
  turns: usize,
  speeds: usize,
  columns: i32,
  count: i32,
  steps: i32,
  batch: i32,
  wide: i32,
  position: usize,
  velocity: usize,
  heading: usize,
  start: usize,
  startHeading: usize,
): void {
  const size: usize = 4 << wide;
  const row = (<usize>columns) << 3;
  const step = <usize>batch * size;
  const coarse = load<f64>(motion, PER_STORED) != 1;
  for (let pair = 0; pair < count; pair += 2) {
    const column = (<usize>pair) << 3;
    const one = <usize>pair * size;
    const two = one << 1;
    const both = pair + 1 < count;
    begin(motion, scratch, starts + column, row);
    const stored = coarse ? storedPair(scratch) : scratch;
    if (coarse) walkStored(motion, scratch, 1, turns + column, speeds + column, row);
    else walk(motion, scratch, turns + column, speeds + column);
    storePoints(motion, stored, wide, both, start + two);
    storeHeadings(stored, wide, both, startHeading + one);
    let draw = row + column;
    let to: usize = 0;
    for (let t = 0; t < steps; t++) {
      if (coarse) walkStored(motion, scratch, t + 2, turns + column, speeds + column, row);
      else walk(motion, scratch, turns + draw, speeds + draw);
      storeVelocities(stored, wide, both, velocity + 2 * to + two);
      storePoints(motion, stored, wide, both, position + 2 * to + two);
      storeHeadings(stored, wide, both, heading + to + one);
      draw += row;
      to += step;
    }
  }
}

function begin(motion: usize, rats: usize, starts: usize, row: usize): void {
  v128.store(rats, v128.load(starts), X);
  v128.store(rats, v128.load(starts + row), Y);
  v128.store(rats, v128.load(starts + 2 * row), HEADING);
  const initial = v128.load(starts + 3 * row);
  v128.store(rats, f64x2.mul(initial, v128.load64_splat(motion, SPEED_FACTOR)), SPEED);
  beginStored(rats);
}
