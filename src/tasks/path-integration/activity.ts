/** A network at work along fresh trajectories, for whoever wants to look at it. */

import { headPartOf } from "../../code/path-code.ts";
import { counted } from "../../counted.ts";
import type { Engine } from "../../engine/engine.ts";
import { type MemoryNeed, requireMemory } from "../../memory-need.ts";
import type { Arrays } from "../../networks/layout.ts";
import { floatBytes } from "../../networks/parameter-needs.ts";
import type { PathNetwork } from "../../networks/path-network.ts";
import { UserError } from "../../user-error.ts";
import { fastSpeed, motionOf } from "../../world/motion.ts";
import type { TrajectorySource } from "../../world/trajectory.ts";
import {
  type ActivityRequest,
  type ActivitySource,
  type Condition,
  cutIntoPortions,
  type HeadReadout,
  type PlaceReadout,
  samplesAtOnce,
  type TrajectoryRange,
} from "../activity-source.ts";
import type { ActivityChoice } from "../task.ts";
import { oneAgentInFiles } from "./agents.ts";
import type { PathExperiment } from "./experiment.ts";
import { bothErrorMetric, decodeErrorMetric } from "./metrics.ts";
import { openObservedPaths } from "./observed-paths.ts";
import { observedBatch, pathNeeds } from "./path-batch.ts";
import { needsHeadingAfter, type Paths, simulatePaths } from "./paths.ts";
import { publishedBatch, publishedPortions } from "./published-paths.ts";
import { arenaOfView, decodeOfView, pathsOfView, viewConditions, viewOf } from "./two-agents.ts";

/** @throws UserError (exit 2) when the network has no such tap, no dropout, or tells of no such agent; when data cannot be read or are of another world */
export function pathActivity(
  engine: Engine,
  experiment: PathExperiment,
  weights: Arrays,
  { tap: wanted, dropout = false, data: dataPath, of }: ActivityChoice = {},
): ActivitySource {
  const { network, readout, settings } = experiment;
  const view = viewOf(readout.agents, of);
  const isTwo = readout.agents === 2;
  const isAlone = view === "alone";
  const arena = arenaOfView(view, experiment.arena);
  const { world, seed, train } = settings;
  const motion = motionOf(world);
  const tap = tapOf(experiment, wanted);
  if (dropout) requireDropout(network);
  const sourceOf = ({ seed }: ActivityRequest, { first }: TrajectoryRange): TrajectorySource => ({
    ...{ seed, stream: "evaluation", first },
  });
  if (isTwo && dataPath !== undefined) throw oneAgentInFiles("--data");
  const recorded = dataPath === undefined ? undefined : openObservedPaths(engine, settings, dataPath);
  const simulate = (request: ActivityRequest, range: TrajectoryRange): Paths => {
    if (recorded) return recorded.of(request, range);
    return request.publishedBatch === undefined
      ? simulatePaths(engine, settings, sourceOf(request, range), request.steps, range.trajectories)
      : publishedBatch(engine, readout.code.cells, request, range, experiment.arena, motion);
  };
  const metrics = isAlone ? [] : isTwo ? [decodeErrorMetric, bothErrorMetric] : [decodeErrorMetric];
  const isTold = tap === network.taps[0] && (view === "self" || view === "other");
  return {
    ...{ arena, metrics, taps: network.taps },
    conditions: [...noiseThatStays(settings), ...viewConditions(view), ...(recorded?.conditions ?? [])],
    units: tap.units,
    dt: world.dt,
    mapRule: arena.round ? { leastSeconds: 0, smoothing: 0, round: true } : undefined,
    tap: tap.name,
    usual: recorded ? { seed, ...recorded.usual } : { seed, steps: train.sequenceLength },
    fastSpeed: fastSpeed(motion),
    // They end with their last step: nobody knows whither the rat turns then.
    publishedPaths: !recorded && !needsHeadingAfter(settings) && !isTwo,
    unitName: (unit) => `#${unit}`,
    portions(request) {
      recorded?.check(request);
      // A roll-out may hold all taps at once.
      const atOnce = network.taps.reduce((sum, { units }) => sum + units, 0);
      const { publishedBatch: batch } = request;
      const ranges =
        batch === undefined ? cutIntoPortions(atOnce, request) : publishedPortions(request, batch);
      requireMemory({
        what: `running along ${counted(request.trajectories, "trajectory", "trajectories")}`,
        needs: portionNeeds(engine, experiment, tap.name, request, ranges.at(-1)!.trajectories),
        memory: engine.memory,
      });
      return ranges;
    },
    walk: (request, range, body) =>
      engine.memory.scope(() => body(pathsOfView(engine, range, simulate(request, range), view))),
    read: (request, range, body) =>
      engine.memory.scope(() => {
        const paths = simulate(request, range);
        const noisy = settings.model.noiseInEvaluation;
        const source = sourceOf(request, range);
        if (isAlone) paths.other!.velocity.view.fill(0);
        const batch = observedBatch(engine, settings, readout, paths, source, {
          noisy,
          dropout: dropout ? source.seed : undefined,
          alone: isAlone,
        });
        const rolled = { tap: tap.name, decoding: !isAlone && (request.measuring ?? true) };
        const { activities, decodeError, bothError } = network.rollOut(
          ...([engine, weights, readout, batch, rolled] as const),
        );
        const errors = {
          [decodeErrorMetric.name]: 100 * decodeError,
          [bothErrorMetric.name]: 100 * bothError,
        };
        const measured = Object.fromEntries(metrics.map(({ name }) => [name, errors[name]!]));
        body({ ...pathsOfView(engine, range, paths, view), activities, measured });
      }),
    levels: (seed) => experiment.levels(seed),
    places: isTold ? placesOf(engine, experiment, weights) : undefined,
    headings: tap === network.taps[0] ? headingsOf(experiment) : undefined,
  };
}

/** @throws UserError (exit 2) when nothing ever drops out */
function requireDropout({ dropout }: PathNetwork): void {
  if (dropout) return;
  throw new UserError("this network has no dropout", "leave out --dropout: all its units always speak", 2);
}

/** The published code looks at networks with the noise of their training. */
function noiseThatStays({ model }: PathExperiment["settings"]): Condition[] {
  const { velocityNoise: value, noiseInEvaluation } = model;
  if (!noiseInEvaluation || value === 0) return [];
  return [{ name: "velocityNoise", value, text: `noise of ${value} on what it is told, as in training` }];
}

/** What a portion holds at once besides the weights. */
export function portionNeeds(
  engine: Engine,
  { settings, network }: Pick<PathExperiment, "settings" | "network">,
  tap: string,
  { steps, perSample = 0 }: ActivityRequest,
  trajectories: number,
): MemoryNeed[] {
  const size = { batchSize: trajectories, sequenceLength: steps };
  return [
    ...pathNeeds(engine, settings, size, ["--steps", "--workers"], false),
    ...network.rollOutNeeds(size, engine.pool.threads, tap),
    {
      label: "samples by bin",
      bytes: (2 + perSample) * steps * trajectories * floatBytes,
      settings: ["--steps"],
    },
  ];
}

function tapOf({ network }: PathExperiment, wanted: string | undefined) {
  const tap = wanted === undefined ? network.taps[0] : network.taps.find(({ name }) => name === wanted);
  if (tap) return tap;
  const names = network.taps.map(({ name }) => name).join(" ");
  throw new UserError(`this network has no tap ${wanted}`, `taps: ${names}`, 2);
}

function headingsOf({ readout }: PathExperiment): HeadReadout | undefined {
  const heads = headPartOf(readout);
  return heads && { first: heads.first, means: Float64Array.from(heads.code.means.view) };
}

const placesOf = (engine: Engine, { network, readout }: PathExperiment, weights: Arrays): PlaceReadout => ({
  ...readout,
  decodeTwo: readout.agents === 2 ? decodeOfView(engine, readout) : undefined,
  inLogits({ activities, samples }, body) {
    for (let first = 0; first < samples; first += samplesAtOnce) {
      const count = Math.min(samplesAtOnce, samples - first);
      engine.memory.scope(() => {
        const logits = engine.memory.allocate("float32", [count, readout.cells], "logits");
        const from = activities + first * network.taps[0].units * 4;
        network.logits(engine, weights, from, count, logits.pointer);
        body(logits, first, count);
      });
    }
  },
});
