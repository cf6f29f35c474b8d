/** One step of the random walk of a rat, two of them at a time. Records in memory: trajectory-layout.ts. */
import { cosPast, cosSmall, quarterTurns, sinPast, sinSmall, withoutQuarterTurns } from "./math";
import { angleOutward, chordAlongWall, crossedAt } from "./round-wall";
import {
  BORDER_REGION,
  CIRCLE,
  DT,
  HALF_HEIGHT,
  HALF_WIDTH,
  HEADING,
  INSIDE,
  KEPT_SPEED,
  LIMIT_RADIUS,
  LIMIT_X,
  LIMIT_Y,
  PERIODIC,
  RULE,
  SHAPE,
  SMOOTHING,
  SPEED,
  SPEED_FACTOR,
  SPEED_MAX,
  TURN,
  TURN_FACTOR,
  TURN_MEAN,
  VELOCITY_X,
  VELOCITY_Y,
  WALKED,
  WALL_SLOWDOWN,
  WALL_TURN_SCALE,
  X,
  Y,
} from "./trajectory-layout";
import { angleToWall, crossedWall, facedWall, turnToParallel, wrapAngle } from "./walls";

const HALF_PI: f64 = Math.PI / 2;

/** No wall is close and faced. */
const FREE: f64 = Infinity;

/** One step of a pair of rats: draws as simulateTrajectories takes them. */
export function walk(motion: usize, rats: usize, turnDraws: usize, speedDraws: usize): void {
  const x = v128.load(rats, X);
  const y = v128.load(rats, Y);
  const heading = v128.load(rats, HEADING);
  const smoothing = v128.load64_splat(motion, SMOOTHING);
  const kept = v128.load(rats, SPEED);
  const target = f64x2.mul(v128.load(speedDraws), v128.load64_splat(motion, SPEED_FACTOR));
  let speed = f64x2.mul(smoothing, kept);
  speed = f64x2.add(speed, f64x2.mul(f64x2.sub(f64x2.splat(1), smoothing), target));
  speed = f64x2.pmin(speed, v128.load64_splat(motion, SPEED_MAX));
  v128.store(rats, speed, SPEED);
  const turn = f64x2.mul(v128.load(turnDraws), v128.load64_splat(motion, TURN_FACTOR));
  v128.store(rats, f64x2.add(turn, v128.load64_splat(motion, TURN_MEAN)), TURN);
  const rule = load<f64>(motion, RULE);
  if (rule != PERIODIC && v128.any_true(nearWall(motion, x, y))) {
    heedWall(motion, rats, f64x2.extract_lane(kept, 0));
    heedWall(motion, rats + 8, f64x2.extract_lane(kept, 1));
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
    const outside = beyond(motion, nextX, nextY);
    if (v128.any_true(outside)) {
      const lanes = i64x2.bitmask(outside);
      if (lanes & 1) walkAlongWall(motion, rats, f64x2.extract_lane(x, 0), f64x2.extract_lane(y, 0));
      if (lanes & 2) walkAlongWall(motion, rats + 8, f64x2.extract_lane(x, 1), f64x2.extract_lane(y, 1));
    }
  }
  v128.store(rats, f64x2.add(heading, v128.load(rats, TURN)), HEADING);
}

/** Lanes outside the box. */
function beyond(motion: usize, x: v128, y: v128): v128 {
  if (load<f64>(motion, SHAPE) == CIRCLE) {
    return f64x2.gt(distanceFromMiddle(x, y), v128.load64_splat(motion, LIMIT_RADIUS));
  }
  return v128.or(
    f64x2.gt(f64x2.abs(x), v128.load64_splat(motion, LIMIT_X)),
    f64x2.gt(f64x2.abs(y), v128.load64_splat(motion, LIMIT_Y)),
  );
}

function distanceFromMiddle(x: v128, y: v128): v128 {
  return f64x2.sqrt(f64x2.add(f64x2.mul(x, x), f64x2.mul(y, y)));
}

/** Lanes nearer to a wall than the border region. */
function nearWall(motion: usize, x: v128, y: v128): v128 {
  const region = v128.load64_splat(motion, BORDER_REGION);
  const halfWidth = v128.load64_splat(motion, HALF_WIDTH);
  if (load<f64>(motion, SHAPE) == CIRCLE) {
    return f64x2.lt(f64x2.sub(halfWidth, distanceFromMiddle(x, y)), region);
  }
  const alongX = f64x2.sub(halfWidth, f64x2.abs(x));
  const alongY = f64x2.sub(v128.load64_splat(motion, HALF_HEIGHT), f64x2.abs(y));
  return f64x2.lt(f64x2.pmin(alongX, alongY), region);
}

/** Between the heading of `rat` (a lane of a pair) and the outward direction of the wall it is close to and faces, else FREE. */
function angleToFacedWall(motion: usize, rat: usize, x: f64, y: f64): f64 {
  const region = load<f64>(motion, BORDER_REGION);
  const heading = load<f64>(rat, HEADING);
  const halfWidth = load<f64>(motion, HALF_WIDTH);
  if (load<f64>(motion, SHAPE) == CIRCLE) {
    const angle = angleOutward(x, y, heading);
    return halfWidth - sqrt(x * x + y * y) < region && abs(angle) < HALF_PI ? angle : FREE;
  }
  const wall = facedWall(x, y, heading, halfWidth, load<f64>(motion, HALF_HEIGHT), region);
  return wall < 0 ? FREE : angleToWall(heading, wall);
}

/**
 * The published rule: a rat that is close to a wall and faces it slows down and turns parallel to it. Under the rule of the kept
 * speed it has no speed of this step to slow down, but that of the step before.
 */
function heedWall(motion: usize, rat: usize, kept: f64): void {
  const angle = angleToFacedWall(motion, rat, load<f64>(rat, X), load<f64>(rat, Y));
  if (angle == FREE) return;
  if (load<f64>(motion, RULE) == KEPT_SPEED) store<f64>(rat, kept, SPEED);
  slowAndTurn(motion, rat, angle);
}

function slowAndTurn(motion: usize, rat: usize, angle: f64): void {
  const turn = turnToParallel(angle);
  store<f64>(rat, load<f64>(rat, TURN) + turn * load<f64>(motion, WALL_TURN_SCALE), TURN);
  store<f64>(rat, load<f64>(rat, SPEED) * load<f64>(motion, WALL_SLOWDOWN), SPEED);
}

/** Replaces the step of `rat` from (x, y), which would leave the box, by one along the wall it would cross. */
function walkAlongWall(motion: usize, rat: usize, x: f64, y: f64): void {
  if (load<f64>(motion, SHAPE) == CIRCLE) walkAlongRoundWall(motion, rat, x, y);
  else walkAlongStraightWall(motion, rat, x, y);
}

function walkAlongStraightWall(motion: usize, rat: usize, x: f64, y: f64): void {
  const limitX = load<f64>(motion, LIMIT_X);
  const limitY = load<f64>(motion, LIMIT_Y);
  const wall = crossedWall(x, y, load<f64>(rat, X) - x, load<f64>(rat, Y) - y, limitX, limitY);
  const angle = angleToWall(load<f64>(rat, HEADING), wall);
  if (angleToFacedWall(motion, rat, x, y) == FREE) slowAndTurn(motion, rat, angle);
  const left = angle >= 0;
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

function walkAlongRoundWall(motion: usize, rat: usize, x: f64, y: f64): void {
  const wayX = load<f64>(rat, X) - x;
  const wayY = load<f64>(rat, Y) - y;
  const share = crossedAt(x, y, wayX, wayY, load<f64>(motion, LIMIT_RADIUS));
  const angle = angleOutward(x + share * wayX, y + share * wayY, load<f64>(rat, HEADING));
  if (angleToFacedWall(motion, rat, x, y) == FREE) slowAndTurn(motion, rat, angle);
  const dt = load<f64>(motion, DT);
  chordAlongWall(x, y, load<f64>(rat, SPEED) * dt, angle >= 0, rat + X, rat + Y);
  const alongX = load<f64>(rat, X) - x;
  const alongY = load<f64>(rat, Y) - y;
  store<f64>(rat, alongX / dt, VELOCITY_X);
  store<f64>(rat, alongY / dt, VELOCITY_Y);
  const still = alongX == 0 && alongY == 0;
  store<f64>(rat, still ? load<f64>(rat, HEADING) : Math.atan2(alongY, alongX), WALKED);
}
