/** What a network is told of its motion: in which numbers, in which unit, and with how much noise. */
import type { Engine } from "../../engine/engine.ts";
import { fillNormal } from "../../engine/random.ts";
import type { SharedArray } from "../../engine/shared-array.ts";
import { inputNumbers, velocityScaleOf } from "../../networks/velocity-input.ts";
import { velocityNoiseOf } from "../../networks/velocity-noise.ts";
import { egoVelocities } from "../../world/ego-velocity.ts";
import type { TrajectorySource } from "../../world/trajectory.ts";
import type { Paths } from "./paths.ts";
import type { PathIntegrationSettings } from "./settings.ts";

/**
 * How many numbers a network is told each step, and by what it multiplies them.
 * @throws UserError when there is noise for another number of them
 */
export function inputsOf({ model, world, code }: PathIntegrationSettings): {
  readonly inputs: number;
  readonly inputScale: number;
} {
  const isVelocity = model.input === "velocity";
  const inputs = code.agents * inputNumbers[model.input];
  velocityNoiseOf(model.velocityNoise, inputs);
  // Of the numbers of an egocentric input only the speed has a unit: it is scaled before the network sees it.
  return {
    inputs,
    inputScale: isVelocity ? velocityScaleOf(model, world.dt) : 1,
  };
}

/**
 * What the network is told, [T, B, inputs]: the velocity in m/s, which it multiplies by `inputScale`, and behind it that of a second agent; or
 * speed in the model's unit with cosine and sine of the turn that follows.
 * @param source whose random numbers the noise has; undefined: there is none
 * @returns an array of the current memory scope, or of the paths themselves
 */
export function motionInput(
  engine: Engine,
  settings: PathIntegrationSettings,
  paths: Paths,
  source: TrajectorySource | undefined,
): SharedArray<"float32"> {
  const { inputs, inputScale } = inputsOf(settings);
  const noise = source && velocityNoiseOf(settings.model.velocityNoise, inputs);
  const told = plainInput(engine, settings, paths);
  if (!noise) return told;
  // Noise is in the unit of what reaches the network's weights.
  return withNoise(
    engine,
    told,
    noise.map((deviation) => deviation / inputScale),
    source,
  );
}

function plainInput(engine: Engine, settings: PathIntegrationSettings, paths: Paths): SharedArray<"float32"> {
  if (paths.other) return sideBySide(engine, paths.velocity, paths.other.velocity);
  return settings.model.input === "egocentric" ? egocentric(engine, settings, paths) : paths.velocity;
}

/** [T, B, 2] and [T, B, 2] as [T, B, 4]. */
function sideBySide(engine: Engine, one: SharedArray<"float32">, other: SharedArray<"float32">) {
  const [steps, trajectories] = one.shape as [number, number, number];
  const both = engine.memory.allocate("float32", [steps, trajectories, 4], "velocities of both agents");
  const [into, first, second] = [both.view, one.view, other.view];
  for (let i = 0; i < steps * trajectories; i++) {
    into[4 * i] = first[2 * i]!;
    into[4 * i + 1] = first[2 * i + 1]!;
    into[4 * i + 2] = second[2 * i]!;
    into[4 * i + 3] = second[2 * i + 1]!;
  }
  return both;
}

function egocentric(engine: Engine, { model, world }: PathIntegrationSettings, paths: Paths) {
  const { steps, trajectories, velocity, heading, headingAfter } = paths;
  if (!headingAfter) throw new RangeError("no headings after the steps");
  const told = engine.memory.allocate("float32", [steps, trajectories, 3], "speeds and turns");
  const motion = { velocity: velocity.view, heading: heading.view, headingAfter: headingAfter.view };
  egoVelocities(motion, "cosSin", velocityScaleOf(model, world.dt), told.view);
  return told;
}

/** Draw t * inputs + i of a trajectory is for input i of step t. */
function withNoise(
  engine: Engine,
  told: SharedArray<"float32">,
  deviations: readonly number[],
  { seed, stream, first }: TrajectorySource,
): SharedArray<"float32"> {
  const [steps, trajectories, inputs] = told.shape as [number, number, number];
  const noisy = engine.memory.from("float32", told.view, "noisy inputs", told.shape);
  engine.memory.scope(() => {
    const draws = steps * inputs;
    const normal = engine.memory.allocate("float32", [trajectories, draws], "noise of the inputs");
    fillNormal(engine, { seed, stream: `${stream}/noise`, first, items: trajectories, draws }, normal);
    const [into, from] = [noisy.view, normal.view];
    for (let i = 0; i < into.length; i++) {
      const [sample, input] = [Math.floor(i / inputs), i % inputs];
      const [t, b] = [Math.floor(sample / trajectories), sample % trajectories];
      into[i]! += deviations[input]! * from[b * draws + t * inputs + input]!;
    }
  });
  return noisy;
}
