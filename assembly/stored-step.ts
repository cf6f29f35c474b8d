/**
 * A stored time step that takes several simulated ones, not always whole: positions at its ends are read off the path, on which the rat
 * moves straight from one simulated position to the next.
 */
import { walk } from "./rat-step";
import {
  INSIDE,
  LIMIT_X,
  LIMIT_Y,
  PAIR_BYTES,
  PER_STORED,
  RULE,
  STORED_DT,
  VELOCITY_X,
  VELOCITY_Y,
  WALKED,
  X,
  Y,
} from "./trajectory-layout";

/** Behind the pair itself: the pair as it is stored, then x and y before the last simulated step. */
const STORED: usize = <usize>PAIR_BYTES;
const BEFORE_X: usize = STORED + <usize>PAIR_BYTES;
const BEFORE_Y: usize = BEFORE_X + 16;
export const STORED_PAIR_BYTES: i32 = 2 * PAIR_BYTES + 32;

/** Simulated steps that begin before the end of so many stored ones, given how many a stored one takes; whole numbers in spite of rounding. */
export function simulatedSteps(stored: f64, perStored: f64): f64 {
  return ceil(stored * perStored * (1 - 1e-12));
}

/** The place of the pair as it is stored. */
export function storedPair(rats: usize): usize {
  return rats + STORED;
}

/** Before the first stored step. */
export function beginStored(rats: usize): void {
  v128.store(rats, v128.load(rats, X), STORED + X);
  v128.store(rats, v128.load(rats, Y), STORED + Y);
}

/**
 * Walks to the end of stored step `number` (1 is the first) from that of the one before. Velocity is the net displacement by time, the heading its
 * direction: that of the step before where there is none at all.
 * @param turns first draws of the pair, of the first simulated step; those of a step are `row` bytes behind those of the one before
 */
export function walkStored(
  motion: usize,
  rats: usize,
  number: i32,
  turns: usize,
  speeds: usize,
  row: usize,
): void {
  const perStored = load<f64>(motion, PER_STORED);
  const end = simulatedSteps(<f64>number, perStored);
  const first = simulatedSteps(<f64>(number - 1), perStored);
  for (let step = first; step < end; step++) {
    v128.store(rats, v128.load(rats, X), BEFORE_X);
    v128.store(rats, v128.load(rats, Y), BEFORE_Y);
    const draw = <usize>step * row;
    walk(motion, rats, turns + draw, speeds + draw);
    if (step == 0) v128.store(rats, v128.load(rats, WALKED), STORED + WALKED);
  }
  const share = f64x2.splat(min(1, <f64>number * perStored - (end - 1)));
  const rateX = readOff(motion, rats, X, BEFORE_X, share, LIMIT_X);
  const rateY = readOff(motion, rats, Y, BEFORE_Y, share, LIMIT_Y);
  const dt = v128.load64_splat(motion, STORED_DT);
  v128.store(rats, f64x2.div(rateX, dt), STORED + VELOCITY_X);
  v128.store(rats, f64x2.div(rateY, dt), STORED + VELOCITY_Y);
  turnTo(rats + STORED + WALKED, f64x2.extract_lane(rateX, 0), f64x2.extract_lane(rateY, 0));
  turnTo(rats + STORED + WALKED + 8, f64x2.extract_lane(rateX, 1), f64x2.extract_lane(rateY, 1));
}

/** Stores the coordinate after a share of the last simulated step. @returns how far it is from the one stored before */
function readOff(motion: usize, rats: usize, at: usize, before: usize, share: v128, limitAt: usize): v128 {
  const from = v128.load(rats + before);
  let now = f64x2.add(from, f64x2.mul(share, f64x2.sub(v128.load(rats + at), from)));
  if (load<f64>(motion, RULE) == INSIDE) {
    const limit = v128.load64_splat(motion + limitAt);
    now = f64x2.pmax(f64x2.pmin(now, limit), f64x2.neg(limit));
  }
  const way = f64x2.sub(now, v128.load(rats + STORED + at));
  v128.store(rats + STORED + at, now);
  return way;
}

function turnTo(heading: usize, x: f64, y: f64): void {
  if (x != 0 || y != 0) store<f64>(heading, Math.atan2(y, x));
}
