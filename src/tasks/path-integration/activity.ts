/** A network at work along fresh trajectories, for whoever wants to look at it. */
import { counted } from "../../counted.ts";
import type { Engine } from "../../engine/engine.ts";
import { type MemoryNeed, requireMemory } from "../../memory-need.ts";
import type { Arrays } from "../../networks/layout.ts";
import { floatBytes } from "../../networks/parameter-needs.ts";
import type { PathNetwork } from "../../networks/path-network.ts";
import { UserError } from "../../user-error.ts";
import { type Motion, motionOf } from "../../world/motion.ts";
import {
  allocateTrajectories,
  simulateTrajectories,
  type TrajectoryBatch,
  trajectoryDrawBytes,
} from "../../world/trajectory.ts";
import {
  type ActivityRequest,
  type ActivitySource,
  cutIntoPortions,
  type PathPortion,
  type PlaceReadout,
  type TrajectoryRange,
} from "../activity-source.ts";
import { metrics, type PathExperiment } from "./experiment.ts";
import { pathBatch } from "./path-batch.ts";
import { publishedBatch, publishedPortions } from "./published-paths.ts";

const samplesAtOnce = 8192;

/** @throws UserError (exit 2) when the network has no such tap */
export function pathActivity(
  engine: Engine,
  experiment: PathExperiment,
  weights: Arrays,
  wanted?: string,
): ActivitySource {
  const { arena, network, readout, settings } = experiment;
  const { world, seed, train } = settings;
  const motion = motionOf(world);
  const tap = tapOf(experiment, wanted);
  const simulate = (request: ActivityRequest, range: TrajectoryRange): TrajectoryBatch => {
    if (request.publishedBatch !== undefined) {
      return publishedBatch(engine, readout.code.cells, request, range, arena, motion);
    }
    const batch = allocateTrajectories(engine, request.steps, range.trajectories);
    const source = { seed: request.seed, stream: "evaluation", first: range.first };
    simulateTrajectories(engine, source, batch, arena, motion);
    return batch;
  };
  const fast = motion.speedRayleigh * motion.speedScale * Math.sqrt(2 * Math.log(100));
  return {
    ...{ arena, metrics: [metrics[0]!], taps: network.taps, conditions: [] },
    units: tap.units,
    dt: world.dt,
    mapRule: arena.round ? { leastSeconds: 0, smoothing: 0, round: true } : undefined,
    tap: tap.name,
    usual: { seed, steps: train.sequenceLength },
    // 1 % of the drawn speeds are faster, or none where there is a cap.
    fastSpeed: Math.min(fast, motion.speedMax ?? fast),
    publishedPaths: true,
    unitName: (unit) => `#${unit}`,
    portions(request) {
      // A roll-out may hold all taps at once.
      const atOnce = network.taps.reduce((sum, { units }) => sum + units, 0);
      const { publishedBatch: batch } = request;
      const ranges =
        batch === undefined ? cutIntoPortions(atOnce, request) : publishedPortions(request, batch);
      requireMemory({
        what: `running along ${counted(request.trajectories, "trajectory", "trajectories")}`,
        needs: portionNeeds(engine, network, motion, tap.name, request, ranges.at(-1)!.trajectories),
        memory: engine.memory,
      });
      return ranges;
    },
    walk: (request, range, body) => engine.memory.scope(() => body(pathsOf(range, simulate(request, range)))),
    read: (request, range, body) =>
      engine.memory.scope(() => {
        const batch = simulate(request, range);
        const rolled = { tap: tap.name, decoding: request.measuring ?? true };
        const { activities, decodeError } = network.rollOut(
          ...([engine, weights, readout, pathBatch(batch), rolled] as const),
        );
        body({ ...pathsOf(range, batch), activities, measured: { decodeErrorCm: 100 * decodeError } });
      }),
    levels: (seed) => experiment.levels(seed),
    places: tap === network.taps[0] ? placesOf(engine, experiment, weights) : undefined,
  };
}

/** What a portion holds at once besides the weights. */
export function portionNeeds(
  engine: Engine,
  network: PathNetwork,
  motion: Motion,
  tap: string,
  { steps, perSample = 0 }: ActivityRequest,
  trajectories: number,
): MemoryNeed[] {
  const { threads } = engine.pool;
  const samples = steps * trajectories;
  return [
    {
      label: "trajectories",
      bytes: 5 * samples * floatBytes + threads * trajectoryDrawBytes(engine, motion, steps),
      settings: ["--steps", "--workers"],
    },
    ...network.rollOutNeeds({ batchSize: trajectories, sequenceLength: steps }, threads, tap),
    { label: "samples by bin", bytes: (2 + perSample) * samples * floatBytes, settings: ["--steps"] },
  ];
}

function tapOf({ network }: PathExperiment, wanted: string | undefined) {
  const tap = wanted === undefined ? network.taps[0] : network.taps.find(({ name }) => name === wanted);
  if (tap) return tap;
  const names = network.taps.map(({ name }) => name).join(" ");
  throw new UserError(`this network has no tap ${wanted}`, `taps: ${names}`, 2);
}

const pathsOf = (range: TrajectoryRange, batch: TrajectoryBatch): PathPortion => ({
  ...range,
  samples: batch.steps * batch.trajectories,
  position: batch.position,
  velocity: batch.velocity,
  heading: batch.heading,
  start: batch.start,
});

const placesOf = (engine: Engine, { network, readout }: PathExperiment, weights: Arrays): PlaceReadout => ({
  ...readout,
  inLogits({ activities, samples }, body) {
    for (let first = 0; first < samples; first += samplesAtOnce) {
      const count = Math.min(samplesAtOnce, samples - first);
      engine.memory.scope(() => {
        const logits = engine.memory.allocate("float32", [count, readout.cells], "logits");
        const from = activities + first * network.units * 4;
        network.logits(engine, weights, from, count, logits.pointer);
        body(logits, first, count);
      });
    }
  },
});
