/** Ideal cells along simulated paths: a source whose answers are known, for tests of analyses and of one's own understanding. */
import type { Engine } from "../engine/engine.ts";
import { fillUniform } from "../engine/random.ts";
import {
  type ActivityRequest,
  type ActivitySource,
  cutIntoPortions,
  type PathPortion,
  type TrajectoryRange,
} from "../tasks/activity-source.ts";
import { UserError } from "../user-error.ts";
import { type Arena, defaultArena } from "../world/arena.ts";
import { defaultMotion, fastSpeed, type Motion } from "../world/motion.ts";
import { allocateTrajectories, simulateTrajectories, type TrajectoryBatch } from "../world/trajectory.ts";
import { type Cell, hexagonalCell } from "./synthetic.ts";

export interface LaggedCell {
  readonly cell: Cell;
  /** Time steps: it fires at the place where the rat will be so much later, or, below 0, was before; default 0. */
  readonly lag?: number | undefined;
}

/** The cells are the units; a lag reaches beyond the steps that are asked for, so that every moment has its activity. */
export function syntheticSource(
  engine: Engine,
  cells: readonly LaggedCell[],
  { arena = defaultArena, motion = defaultMotion }: { readonly arena?: Arena; readonly motion?: Motion } = {},
): ActivitySource {
  const lags = cells.map(({ lag = 0 }) => lag);
  const before = Math.max(0, -Math.min(...lags));
  const after = Math.max(0, ...lags);
  const simulate = ({ seed, steps }: ActivityRequest, { first, trajectories }: TrajectoryRange) => {
    const batch = allocateTrajectories(engine, before + steps + after, trajectories);
    simulateTrajectories(engine, { seed, stream: "ideal cells", first }, batch, arena, motion);
    return batch;
  };
  const cut = (batch: TrajectoryBatch, name: "position" | "velocity" | "heading", steps: number) => {
    const { [name]: whole, trajectories } = batch;
    const width = trajectories * (name === "heading" ? 1 : 2);
    const part = engine.memory.allocate("float32", [steps, width], name);
    return part.set(whole.view.subarray(before * width, (before + steps) * width));
  };
  const paths = (
    { steps }: ActivityRequest,
    range: TrajectoryRange,
    batch: TrajectoryBatch,
  ): PathPortion => ({
    ...range,
    samples: steps * range.trajectories,
    position: cut(batch, "position", steps),
    velocity: cut(batch, "velocity", steps),
    heading: cut(batch, "heading", steps),
  });
  return {
    ...{ units: cells.length, arena, dt: motion.dt, tap: "cells", metrics: [], conditions: [] },
    taps: [{ name: "cells", units: cells.length, help: "ideal cells" }],
    usual: { seed: 0, steps: 20 },
    fastSpeed: fastSpeed(motion),
    unitName: (unit) => `#${unit}`,
    portions(request) {
      if (request.publishedBatch === undefined) return cutIntoPortions(cells.length, request);
      throw new UserError("ideal cells have no published paths", "look at a network", 2);
    },
    walk: (request, range, body) =>
      engine.memory.scope(() => body(paths(request, range, simulate(request, range)))),
    read: (request, range, body) =>
      engine.memory.scope(() => {
        const batch = simulate(request, range);
        const portion = paths(request, range, batch);
        const activities = engine.memory.allocate("float32", [portion.samples, cells.length], "activity");
        fire(cells, batch, before, activities.view);
        body({ ...portion, activities: activities.pointer, measured: {} });
      }),
    levels: () => ({}),
  };
}

/** out [T, B, cells] */
function fire(
  cells: readonly LaggedCell[],
  { position, heading, trajectories }: TrajectoryBatch,
  before: number,
  out: Float32Array,
): void {
  const [places, headings] = [position.view, heading.view];
  const units = cells.length;
  cells.forEach(({ cell, lag = 0 }, unit) => {
    const first = (before + lag) * trajectories;
    for (let i = unit, sample = first; i < out.length; i += units, sample++) {
      out[i] = cell(places[2 * sample]!, places[2 * sample + 1]!, headings[sample]!);
    }
  });
}

/** Spacings that a box of 2.2 m shows several fields of, m. */
const periods = { least: 0.4, most: 0.9 };

/** Ideal hexagonal cells of random spacing (0.4 … 0.9 m), phase and orientation; the first of them are the same however many there are. */
export function randomHexagonalCells(engine: Engine, count: number, seed: number): Cell[] {
  return engine.memory.scope(() => {
    const drawn = engine.memory.allocate("float64", [count, 4], "random cells");
    fillUniform(engine, { seed, stream: "hexagonal cells", items: count, draws: 4 }, drawn);
    const draws = drawn.toArray();
    return Array.from({ length: count }, (_, cell) => {
      const [a, b, c, d] = [...draws.subarray(4 * cell, 4 * cell + 4)];
      const period = periods.least + (periods.most - periods.least) * a!;
      return hexagonalCell({ period, phase: [period * b!, period * c!], angle: (Math.PI / 3) * d! });
    });
  });
}
