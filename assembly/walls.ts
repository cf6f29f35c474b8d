/** How a simulated rat meets the walls of a box centred at 0. Scalar code: it runs for the few steps near a wall. */

const HALF_PI: f64 = Math.PI / 2;

/** Walls are numbered right, top, left, bottom; the outward direction of wall w is w quarter turns. */
export function distanceToWall(wall: i32, x: f64, y: f64, halfWidth: f64, halfHeight: f64): f64 {
  if (wall == 0) return halfWidth - x;
  if (wall == 1) return halfHeight - y;
  return wall == 2 ? halfWidth + x : halfHeight + y;
}

/** The wall at the smallest distance; of equals the first. */
export function nearestWall(x: f64, y: f64, halfWidth: f64, halfHeight: f64): i32 {
  let nearest = 0;
  let smallest = distanceToWall(0, x, y, halfWidth, halfHeight);
  for (let wall = 1; wall < 4; wall++) {
    const distance = distanceToWall(wall, x, y, halfWidth, halfHeight);
    if (distance < smallest) {
      smallest = distance;
      nearest = wall;
    }
  }
  return nearest;
}

/** An angle in rad brought to [-pi, pi). */
export function wrapAngle(angle: f64): f64 {
  return angle - 2 * Math.PI * floor((angle + Math.PI) / (2 * Math.PI));
}

/** The nearest wall when it is nearer than `region` and the rat faces it, else -1. */
export function facedWall(x: f64, y: f64, heading: f64, halfWidth: f64, halfHeight: f64, region: f64): i32 {
  const wall = nearestWall(x, y, halfWidth, halfHeight);
  if (distanceToWall(wall, x, y, halfWidth, halfHeight) >= region) return -1;
  return abs(angleToWall(heading, wall)) < HALF_PI ? wall : -1;
}

/** The angle between a heading and the outward direction of a wall, in [-pi, pi). The rat faces the wall below pi / 2. */
export function angleToWall(heading: f64, wall: i32): f64 {
  return wrapAngle(heading - <f64>wall * HALF_PI);
}

/** The smallest turn that makes a rat at this angle to a wall walk parallel to it; 0 when it meets the wall head-on. */
export function turnToParallel(angle: f64): f64 {
  if (angle == 0) return 0;
  return angle > 0 ? HALF_PI - angle : -HALF_PI - angle;
}

/**
 * The wall that the way from (x, y) by (dx, dy) crosses first, given that it leaves the box; of equals the first.
 * The way is measured in parts of the step, so that walls in both directions compare.
 */
export function crossedWall(x: f64, y: f64, dx: f64, dy: f64, halfWidth: f64, halfHeight: f64): i32 {
  const horizontal = dx < 0 ? 2 : 0;
  const vertical = dy < 0 ? 3 : 1;
  const alongX = distanceToWall(horizontal, x, y, halfWidth, halfHeight) / abs(dx);
  const alongY = distanceToWall(vertical, x, y, halfWidth, halfHeight) / abs(dy);
  return alongY < alongX || dx == 0 ? vertical : horizontal;
}
