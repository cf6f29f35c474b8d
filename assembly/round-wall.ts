/** How a simulated rat meets the wall of a round box centred at 0. Scalar code: it runs for the few steps near the wall. */
import { wrapAngle } from "./walls";

/** The angle between a heading and the way outward at (x, y), in [-pi, pi). */
export function angleOutward(x: f64, y: f64, heading: f64): f64 {
  return wrapAngle(heading - Math.atan2(y, x));
}

/** The part of the way from (x, y), inside, by (dx, dy) after which it leaves the circle. */
export function crossedAt(x: f64, y: f64, dx: f64, dy: f64, radius: f64): f64 {
  const square = dx * dx + dy * dy;
  const along = x * dx + y * dy;
  const outside = x * x + y * y - radius * radius;
  return (sqrt(max(0, along * along - square * outside)) - along) / square;
}

/**
 * Stores where a step of `length` leads that keeps the distance from the middle: along a chord of the circle through (x, y), to the left of the way
 * outward or to the right; no further than to the other side.
 */
export function chordAlongWall(x: f64, y: f64, length: f64, left: bool, toX: usize, toY: usize): void {
  const radius = sqrt(x * x + y * y);
  const sine = radius > 0 ? min(1, length / (2 * radius)) : 0;
  const cosine = sqrt(1 - sine * sine);
  const ahead = 1 - 2 * sine * sine;
  const across = (left ? 2 : -2) * sine * cosine;
  store<f64>(toX, x * ahead - y * across);
  store<f64>(toY, y * ahead + x * across);
}
