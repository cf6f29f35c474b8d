/** The random walk of a rat, one rat and one step at a time, written to be read. */
import type { Arena } from "../../../src/world/arena.ts";
import type { Motion } from "../../../src/world/motion.ts";

export interface Rat {
  x: number;
  y: number;
  /** Where it means to go, unwrapped. */
  heading: number;
  speed: number;
}

/** What a step did. */
export interface Step {
  readonly x: number;
  readonly y: number;
  readonly heading: number;
}

interface Wall {
  readonly distance: number;
  /** Outward direction. */
  readonly direction: number;
}

const wrap = (angle: number) => angle - 2 * Math.PI * Math.floor((angle + Math.PI) / (2 * Math.PI));

function walls({ width, height }: Arena, { x, y }: Rat): Wall[] {
  const distances = [width / 2 - x, height / 2 - y, width / 2 + x, height / 2 + y];
  return distances.map((distance, quarter) => ({ distance, direction: (quarter * Math.PI) / 2 }));
}

/** Moves `rat` by one step; `turn` in rad/s and `speed` in m/s are this step's draws, before speedScale. */
export function walk(rat: Rat, arena: Arena, motion: Motion, turn: number, speed: number): Step {
  const { dt, velocitySmoothing: s, wallRule } = motion;
  rat.speed = s * rat.speed + (1 - s) * speed * motion.speedScale;
  if (motion.speedMax !== null) rat.speed = Math.min(rat.speed, motion.speedMax);
  let correction = 0;
  const heed = (wall: Wall) => {
    const angle = wrap(rat.heading - wall.direction);
    correction = Math.sign(angle) * (Math.PI / 2 - Math.abs(angle)) * motion.wallTurnScale;
    rat.speed *= motion.wallSlowdown;
  };
  const nearest = walls(arena, rat).reduce((best, wall) => (wall.distance < best.distance ? wall : best));
  const facing = Math.abs(wrap(rat.heading - nearest.direction)) < Math.PI / 2;
  const near = !arena.periodic && nearest.distance < motion.borderRegion && facing;
  if (near) heed(nearest);

  const before = { ...rat };
  let heading = rat.heading;
  rat.x += rat.speed * dt * Math.cos(heading);
  rat.y += rat.speed * dt * Math.sin(heading);
  const leaves = Math.abs(rat.x) > arena.width / 2 || Math.abs(rat.y) > arena.height / 2;
  if (wallRule === "inside" && !arena.periodic && leaves) {
    const crossed = firstCrossed(arena, before, rat.x - before.x, rat.y - before.y);
    if (!near) heed(crossed);
    const side = wrap(heading - crossed.direction) >= 0 ? 1 : -1;
    heading = crossed.direction + (side * Math.PI) / 2;
    rat.x = clamp(before.x + rat.speed * dt * Math.round(Math.cos(heading)), arena.width / 2);
    rat.y = clamp(before.y + rat.speed * dt * Math.round(Math.sin(heading)), arena.height / 2);
  }
  rat.heading += correction + dt * turn;
  return { x: rat.x, y: rat.y, heading: wrap(heading) };
}

function firstCrossed(arena: Arena, rat: Rat, dx: number, dy: number): Wall {
  const [right, top, left, bottom] = walls(arena, rat) as [Wall, Wall, Wall, Wall];
  const vertical = dx < 0 ? left : right;
  const horizontal = dy < 0 ? bottom : top;
  return horizontal.distance / Math.abs(dy) < vertical.distance / Math.abs(dx) ? horizontal : vertical;
}

const clamp = (x: number, limit: number) => Math.max(-limit, Math.min(limit, x));
