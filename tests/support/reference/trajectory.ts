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

/** Random numbers of simulated step `step`: rad/s before turnMean, and m/s before speedScale. */
export type Draws = (step: number) => { readonly turn: number; readonly speed: number };

const wrap = (angle: number) => angle - 2 * Math.PI * Math.floor((angle + Math.PI) / (2 * Math.PI));

function walls({ width, height, round }: Arena, { x, y }: Rat): Wall[] {
  if (round) return [{ distance: width / 2 - Math.hypot(x, y), direction: Math.atan2(y, x) }];
  const distances = [width / 2 - x, height / 2 - y, width / 2 + x, height / 2 + y];
  return distances.map((distance, quarter) => ({ distance, direction: (quarter * Math.PI) / 2 }));
}

/** As far from the middle of a round box as a rat may be whose coordinates are to be rounded to float32. */
const reach = (arena: Arena) => (arena.width / 2) * (1 - 2 ** -23);

/** The stored steps of a path, that before the first one included: ends read off the path, headings of the net displacement. */
export function path(rat: Rat, arena: Arena, motion: Motion, steps: number, draws: Draws): Step[] {
  const simulationDt = motion.simulationDt ?? motion.dt;
  if (simulationDt === motion.dt) {
    return Array.from({ length: steps + 1 }, (_, t) => walk(rat, arena, motion, draws(t)));
  }
  const simulated: Step[] = [{ x: rat.x, y: rat.y, heading: rat.heading }];
  const stored: Step[] = [simulated[0]!];
  for (let k = 1; k <= steps + 1; k++) {
    // A time that is a whole number of simulated steps is one in spite of rounding.
    const through = Math.round(((k * motion.dt) / simulationDt) * 1e6) / 1e6;
    while (simulated.length - 1 < through) {
      simulated.push(walk(rat, arena, { ...motion, dt: simulationDt }, draws(simulated.length - 1)));
    }
    const [from, to] = [simulated[Math.ceil(through) - 1]!, simulated[Math.ceil(through)]!];
    const share = through - (Math.ceil(through) - 1);
    const [x, y] = [from.x + share * (to.x - from.x), from.y + share * (to.y - from.y)];
    const last = stored.at(-1)!;
    const stood = x === last.x && y === last.y;
    const heading = stood ? (k === 1 ? simulated[1]! : last).heading : Math.atan2(y - last.y, x - last.x);
    stored.push({ x, y, heading: wrap(heading) });
  }
  return stored.slice(1);
}

/** Moves `rat` by one step of the simulation. */
export function walk(rat: Rat, arena: Arena, motion: Motion, { turn, speed }: ReturnType<Draws>): Step {
  const { dt, velocitySmoothing: s, wallRule } = motion;
  const kept = rat.speed;
  rat.speed = s * kept + (1 - s) * speed * motion.speedScale;
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
  if (near && wallRule === "keptSpeed") rat.speed = kept;
  if (near) heed(nearest);

  const before = { ...rat };
  let heading = rat.heading;
  rat.x += rat.speed * dt * Math.cos(heading);
  rat.y += rat.speed * dt * Math.sin(heading);
  if (wallRule === "inside" && !arena.periodic && leaves(arena, rat)) {
    const crossed = firstCrossed(arena, before, rat.x - before.x, rat.y - before.y);
    if (!near) heed(crossed);
    const side = wrap(heading - crossed.direction) >= 0 ? 1 : -1;
    if (arena.round) {
      heading = alongCircle(rat, before, side, rat.speed * dt);
    } else {
      heading = crossed.direction + (side * Math.PI) / 2;
      rat.x = clamp(before.x + rat.speed * dt * Math.round(Math.cos(heading)), arena.width / 2);
      rat.y = clamp(before.y + rat.speed * dt * Math.round(Math.sin(heading)), arena.height / 2);
    }
  }
  rat.heading += correction + dt * (turn + motion.turnMean);
  return { x: rat.x, y: rat.y, heading: wrap(heading) };
}

const leaves = (arena: Arena, { x, y }: Rat) =>
  arena.round
    ? Math.hypot(x, y) > reach(arena)
    : Math.abs(x) > arena.width / 2 || Math.abs(y) > arena.height / 2;

/** Along the circle around the middle that goes through the rat, by a chord of this length. @returns its direction */
function alongCircle(rat: Rat, before: Rat, side: number, length: number): number {
  const radius = Math.hypot(before.x, before.y);
  const angle = Math.atan2(before.y, before.x) + side * 2 * Math.asin(Math.min(1, length / (2 * radius)));
  rat.x = radius * Math.cos(angle);
  rat.y = radius * Math.sin(angle);
  return Math.atan2(rat.y - before.y, rat.x - before.x);
}

function firstCrossed(arena: Arena, rat: Rat, dx: number, dy: number): Wall {
  if (arena.round) return { distance: 0, direction: crossedCircle(arena, rat, dx, dy) };
  const [right, top, left, bottom] = walls(arena, rat) as [Wall, Wall, Wall, Wall];
  const vertical = dx < 0 ? left : right;
  const horizontal = dy < 0 ? bottom : top;
  return horizontal.distance / Math.abs(dy) < vertical.distance / Math.abs(dx) ? horizontal : vertical;
}

/** Outward direction where the way leaves the circle: found by halving. */
function crossedCircle(arena: Arena, rat: Rat, dx: number, dy: number): number {
  const at = (share: number) => ({ ...rat, x: rat.x + share * dx, y: rat.y + share * dy });
  let [inside, outside] = [0, 1];
  for (let i = 0; i < 60; i++) {
    const middle = (inside + outside) / 2;
    if (leaves(arena, at(middle))) outside = middle;
    else inside = middle;
  }
  const { x, y } = at(inside);
  return Math.atan2(y, x);
}

const clamp = (x: number, limit: number) => Math.max(-limit, Math.min(limit, x));
