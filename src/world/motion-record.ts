/** Arena and motion as the kernels of trajectories read them. */
import type { Engine } from "../engine/engine.ts";
import type { SharedArray } from "../engine/shared-array.ts";
import type { Arena } from "./arena.ts";
import { type Motion, simulatedPerStored, simulationDt } from "./motion.ts";

const ruleNumbers = { faithful: 0, inside: 1, keptSpeed: 3 } as const;
const periodicRule = 2;

/** A point this much nearer to the middle of a disc, relatively, stays in it when its coordinates are rounded to float32. */
const roundedInside = 1 - 2 ** -23;

/**
 * The record of assembly/trajectory-layout.ts, in its order.
 * @param turnFactor from draws to rad per step @param speedFactor from draws to m/s
 */
export function motionRecord(
  engine: Engine,
  { width, height, periodic, round = false }: Arena,
  motion: Motion,
  turnFactor: number,
  speedFactor: number,
): SharedArray<"float64"> {
  const inside = motion.wallRule === "inside" || periodic;
  const limit = (half: number) => (inside ? largestFloat32(half, periodic) : Number.POSITIVE_INFINITY);
  const values = [
    simulationDt(motion),
    turnFactor,
    speedFactor,
    motion.speedMax ?? Number.POSITIVE_INFINITY,
    motion.velocitySmoothing,
    motion.borderRegion,
    motion.wallSlowdown,
    motion.wallTurnScale,
    width / 2,
    height / 2,
    limit(width / 2),
    limit(height / 2),
    periodic ? periodicRule : ruleNumbers[motion.wallRule],
    motion.turnMean * simulationDt(motion),
    round ? 1 : 0,
    inside ? (width / 2) * roundedInside : Number.POSITIVE_INFINITY,
    simulatedPerStored(motion),
    motion.dt,
  ];
  return engine.memory.from("float64", values, "motion parameters");
}

/** The largest float32 not above `half`, or strictly below it: what a stored coordinate may be. */
function largestFloat32(half: number, below: boolean): number {
  const rounded = Math.fround(half);
  if (rounded < half || (rounded === half && !below)) return rounded;
  const bits = new Uint32Array(Float32Array.of(rounded).buffer);
  bits[0]! -= 1;
  return new Float32Array(bits.buffer)[0]!;
}
