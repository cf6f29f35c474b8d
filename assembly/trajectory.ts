/**
 * The random walk of a rat in a box (Sorscher et al. 2019), two trajectories at a time in float64.
 * Plain reference: tests/support/reference/trajectory.ts.
 * Records in memory: trajectory-layout.ts.
 */
import { cosPast, cosSmall, quarterTurns, sinPast, sinSmall, withoutQuarterTurns } from "./math";
import { normalColumns, rayleighColumns, uniformColumns } from "./rng";
import {
  BORDER_REGION,
  DT,
  HALF_HEIGHT,
  HALF_WIDTH,
  HEADING,
  INSIDE,
  LIMIT_X,
  LIMIT_Y,
  PAIR_BYTES,
  PERIODIC,
  RULE,
  SMOOTHING,
  SPEED,
  SPEED_FACTOR,
  SPEED_MAX,
  TURN,
  TURN_FACTOR,
  VELOCITY_X,
  VELOCITY_Y,
  WALKED,
  WALL_SLOWDOWN,
  WALL_TURN_SCALE,
  X,
  Y,
} from "./trajectory-layout";
import { storeHeadings, storePoints, storeVelocities } from "./trajectory-output";
import { angleToWall, crossedWall, facedWall, turnToParallel, wrapAngle } from "./walls";

const HALF_PI: f64 = Math.PI / 2;

/** Bytes of scratch memory `simulateTrajectories` needs, without room for draws. */
export function trajectoryScratchBytes(): i32 {
  return PAIR_BYTES;
}

/** Bytes of the draws of four trajectories, as `drawTrajectories` lays them out: a number also where they pass the memory. */
export function trajectoryDrawBytes(steps: f64): f64 {
  return (4 + 4 * floor(steps / 2 + 1)) * 32;
}

/**
 * Draws of trajectories first … first + 3 for simulateTrajectories with 4 columns: at `out` the start [4, 4] (x, y in m, heading
 * in rad, initial speed in parts of the Rayleigh scale, any number
 * without smoothing), then turns (standard normal) and speeds (Rayleigh of scale 1), each
 * [steps + 1 rounded up to even, 4]. The three keys are those of the streams of starts, turns and speeds.
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
  const half = f64x2.splat(0.5);
  const width = f64x2.splat(2 * load<f64>(motion, HALF_WIDTH));
  const height = f64x2.splat(2 * load<f64>(motion, HALF_HEIGHT));
  const turn = f64x2.splat(2 * Math.PI);
  for (let at = out; at < out + 32; at += 16) {
    v128.store(at, f64x2.mul(f64x2.sub(v128.load(at), half), width));
    v128.store(at, f64x2.mul(f64x2.sub(v128.load(at, 32), half), height), 32);
    v128.store(at, f64x2.mul(v128.load(at, 64), turn), 64);
  }
  const turns = out + 128;
  const speeds = turns + ((<usize>((steps + 2) & ~1)) << 5);
  if (load<f64>(motion, SMOOTHING) > 0) {
    normalColumns(start0, start1, first, 2, 2, turns);
    const scale = f64x2.splat(HALF_PI);
    for (let at: usize = 0; at < 32; at += 16) {
      v128.store(out + at, f64x2.mul(f64x2.abs(v128.load(turns + at)), scale), 96);
    }
  }
  normalColumns(turn0, turn1, first, 0, steps + 1, turns);
  rayleighColumns(speed0, speed1, first, 0, steps + 1, speeds);
}

/**
 * Simulates `count` trajectories of steps + 1 steps and stores the last `steps`; the first is a burn-in.
 * starts [4, columns] float64: x, y (m), heading (rad), initial speed (multiplied by the speed factor; used when smoothing).
 * turns, speeds [steps + 1, columns] float64. columns is even and at least count.
 * Outputs point at the first of these trajectories in time-major arrays of `batch` trajectories, float64 when `wide` is 1, else
 * float32: position, velocity [steps, batch, 2] (m, m/s), heading [steps, batch] in [-pi, pi), start [batch, 2] and startHeading
 * [batch] (the burn-in step's). position[t] - position[t - 1] = velocity[t] dt, modulo the box when periodic.
 *
 * Rule inside: everything is as in rule faithful until a step would leave the box. That step is taken along the wall it would
 * cross, to the side the rat faces, at the slowed speed, and ends in the corner if it is that long; the direction walked is
 * its heading. The turn then applies to the heading the rat came with, as in rule faithful. So the rat stays inside, its displacement
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
  for (let pair = 0; pair < count; pair += 2) {
    const column = (<usize>pair) << 3;
    const one = <usize>pair * size;
    const two = one << 1;
    const both = pair + 1 < count;
    begin(motion, scratch, starts + column, row);
    walk(motion, scratch, turns + column, speeds + column);
    storePoints(motion, scratch, wide, both, start + two);
    storeHeadings(scratch, wide, both, startHeading + one);
    let draw = row + column;
    let to: usize = 0;
    for (let t = 0; t < steps; t++) {
      walk(motion, scratch, turns + draw, speeds + draw);
      storeVelocities(scratch, wide, both, velocity + 2 * to + two);
      storePoints(motion, scratch, wide, both, position + 2 * to + two);
      storeHeadings(scratch, wide, both, heading + to + one);
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
}

/** One step of a pair of rats. */
function walk(motion: usize, rats: usize, turnDraws: usize, speedDraws: usize): void {
  const x = v128.load(rats, X);
  const y = v128.load(rats, Y);
  const heading = v128.load(rats, HEADING);
  const smoothing = v128.load64_splat(motion, SMOOTHING);
  const target = f64x2.mul(v128.load(speedDraws), v128.load64_splat(motion, SPEED_FACTOR));
  let speed = f64x2.mul(smoothing, v128.load(rats, SPEED));
  speed = f64x2.add(speed, f64x2.mul(f64x2.sub(f64x2.splat(1), smoothing), target));
  speed = f64x2.pmin(speed, v128.load64_splat(motion, SPEED_MAX));
  v128.store(rats, speed, SPEED);
  v128.store(rats, f64x2.mul(v128.load(turnDraws), v128.load64_splat(motion, TURN_FACTOR)), TURN);
  const rule = load<f64>(motion, RULE);
  if (rule != PERIODIC && v128.any_true(nearWall(motion, x, y))) {
    heedWall(motion, rats);
    heedWall(motion, rats + 8);
    speed = v128.load(rats, SPEED);
  }

  const n = quarterTurns(heading);
  const small = withoutQuarterTurns(heading, n);
  const sine = sinSmall(small);
  const cosine = cosSmall(small);
  const east = cosPast(n, sine, cosine);
  const north = sinPast(n, sine, cosine);
  const stride = f64x2.mul(speed, v128.load64_splat(motion, DT));
  const nextX = f64x2.add(x, f64x2.mul(stride, east));
  const nextY = f64x2.add(y, f64x2.mul(stride, north));
  v128.store(rats, nextX, X);
  v128.store(rats, nextY, Y);
  v128.store(rats, f64x2.mul(speed, east), VELOCITY_X);
  v128.store(rats, f64x2.mul(speed, north), VELOCITY_Y);
  v128.store(rats, heading, WALKED);
  if (rule == INSIDE) {
    const outside = v128.or(
      f64x2.gt(f64x2.abs(nextX), v128.load64_splat(motion, LIMIT_X)),
      f64x2.gt(f64x2.abs(nextY), v128.load64_splat(motion, LIMIT_Y)),
    );
    if (v128.any_true(outside)) {
      const lanes = i64x2.bitmask(outside);
      if (lanes & 1) walkAlongWall(motion, rats, f64x2.extract_lane(x, 0), f64x2.extract_lane(y, 0));
      if (lanes & 2) walkAlongWall(motion, rats + 8, f64x2.extract_lane(x, 1), f64x2.extract_lane(y, 1));
    }
  }
  v128.store(rats, f64x2.add(heading, v128.load(rats, TURN)), HEADING);
}

/** Lanes nearer to a wall than the border region. */
function nearWall(motion: usize, x: v128, y: v128): v128 {
  const alongX = f64x2.sub(v128.load64_splat(motion, HALF_WIDTH), f64x2.abs(x));
  const alongY = f64x2.sub(v128.load64_splat(motion, HALF_HEIGHT), f64x2.abs(y));
  return f64x2.lt(f64x2.pmin(alongX, alongY), v128.load64_splat(motion, BORDER_REGION));
}

/** The wall `rat` (a lane of a pair) is close to and faces, else -1. */
function wallAhead(motion: usize, rat: usize, x: f64, y: f64): i32 {
  const region = load<f64>(motion, BORDER_REGION);
  const heading = load<f64>(rat, HEADING);
  return facedWall(x, y, heading, load<f64>(motion, HALF_WIDTH), load<f64>(motion, HALF_HEIGHT), region);
}

/** The published rule: a rat that is close to a wall and faces it slows down and turns parallel to it. */
function heedWall(motion: usize, rat: usize): void {
  const wall = wallAhead(motion, rat, load<f64>(rat, X), load<f64>(rat, Y));
  if (wall >= 0) slowAndTurn(motion, rat, wall);
}

function slowAndTurn(motion: usize, rat: usize, wall: i32): void {
  const turn = turnToParallel(angleToWall(load<f64>(rat, HEADING), wall));
  store<f64>(rat, load<f64>(rat, TURN) + turn * load<f64>(motion, WALL_TURN_SCALE), TURN);
  store<f64>(rat, load<f64>(rat, SPEED) * load<f64>(motion, WALL_SLOWDOWN), SPEED);
}

/** Replaces the step of `rat` from (x, y), which would leave the box, by one along the wall it would cross. */
function walkAlongWall(motion: usize, rat: usize, x: f64, y: f64): void {
  const limitX = load<f64>(motion, LIMIT_X);
  const limitY = load<f64>(motion, LIMIT_Y);
  const wall = crossedWall(x, y, load<f64>(rat, X) - x, load<f64>(rat, Y) - y, limitX, limitY);
  if (wallAhead(motion, rat, x, y) < 0) slowAndTurn(motion, rat, wall);
  const left = angleToWall(load<f64>(rat, HEADING), wall) >= 0;
  const quarter = (wall + (left ? 1 : 3)) & 3;
  const dt = load<f64>(motion, DT);
  const stride = load<f64>(rat, SPEED) * dt;
  const along = quarter < 2 ? stride : -stride;
  const nextX = max(-limitX, min(limitX, quarter & 1 ? x : x + along));
  const nextY = max(-limitY, min(limitY, quarter & 1 ? y + along : y));
  store<f64>(rat, nextX, X);
  store<f64>(rat, nextY, Y);
  store<f64>(rat, (nextX - x) / dt, VELOCITY_X);
  store<f64>(rat, (nextY - y) / dt, VELOCITY_Y);
  store<f64>(rat, wrapAngle(<f64>quarter * HALF_PI), WALKED);
}
