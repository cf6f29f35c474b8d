/** `simulate`: trajectories as a file, for other programs. */
import type { z } from "zod";
import { resolveTree } from "../../config/resolve.ts";
import { type Engine, openEngine } from "../../engine/engine.ts";
import { type NpyArray, npyArray } from "../../format/npy-array.ts";
import { writeNpz } from "../../format/npz.ts";
import { writeFileSafely } from "../../format/safe-write.ts";
import { group } from "../../setting.ts";
import { UserError } from "../../user-error.ts";
import { motionOf } from "../../world/motion.ts";
import { arenaOf, openFieldSettings, seedSetting } from "../../world/open-field.ts";
import { allocateTrajectories, simulateTrajectories } from "../../world/trajectory.ts";
import { trajectoryFirst } from "../../world/trajectory-first.ts";
import { defineCommand, forceFlag, seedFlag, workersFlag } from "../frame/command.ts";
import { namedLayers } from "../frame/config-flags.ts";
import { checkOutput, showFile } from "../frame/output-file.ts";

const number = (placeholder: string, help: string) => ({ type: "number", placeholder, help }) as const;

const worldFlags = {
  boxWidth: number("M", "width of the box in m"),
  boxHeight: number("M", "height of the box in m"),
  dt: number("S", "time step in s"),
  periodic: { type: "boolean", default: null, help: "leaving on one side enters on the other; no walls" },
  wallRule: {
    type: "string",
    choices: ["inside", "faithful"],
    help: "never outside the box, or the published rule that leaks 0.6 % of the samples",
  },
  borderRegion: number("M", "how near a wall is avoided, in m"),
  wallSlowdown: number("F", "factor on the speed near a wall"),
  wallTurnScale: number("F", "factor on the turn away from a wall"),
  speedScale: number("F", "factor on all speeds"),
  speedMax: number("V", "largest speed in m/s"),
  velocitySmoothing: number("F", "weight of the previous speed, 0 to 0.999"),
  turnSigmaScale: number("F", "factor on the standard deviation of the turns"),
} as const;

const keyOfFlag = {
  seed: "seed",
  ...Object.fromEntries(Object.keys(worldFlags).map((flag) => [flag, `world.${flag}`])),
};

const schema = group({ seed: seedSetting(), world: openFieldSettings.prefault({}) });
type SimulatedWorld = z.output<typeof schema>;

/** Bytes a sample takes in the file: position, velocity and heading in float32. */
const bytesPerSample = 20;
const largestFile = 2 ** 32 - 2 ** 20;

export const command = defineCommand({
  flags: {
    out: { type: "string", placeholder: "FILE.npz", help: "where to write" },
    force: forceFlag,
    trajectories: { type: "integer", placeholder: "N", help: "how many", default: 100, minimum: 1 },
    steps: { type: "integer", placeholder: "T", help: "time steps of each", default: 1000, minimum: 1 },
    ...worldFlags,
    seed: seedFlag,
    workers: workersFlag,
  },
  positionals: [],
  details:
    "Arrays: position [N, T, 2] m, velocity [N, T, 2] m/s of the step that led there, heading [N, T] rad,\n" +
    "start [N, 2] m before the first step, dt s, box [2] m, periodic. The box is centred at 0.",
  examples: [
    "entorhinal simulate --out walk.npz --trajectories 10 --steps 5000 --box-width 1 --box-height 1",
  ],
  async run(context) {
    const { flags } = context;
    if (flags.out === undefined) throw new UserError("simulate needs --out", "write: --out FILE.npz", 2);
    const config = resolveTree(schema, namedLayers(flags, keyOfFlag));
    const bytes = flags.trajectories * flags.steps * bytesPerSample;
    if (bytes > largestFile) {
      throw new UserError(
        `${flags.trajectories} trajectories of ${flags.steps} steps do not fit into one npz file of 4 GiB`,
        "use fewer or shorter ones, and several files with different seeds",
      );
    }
    const out = context.path(flags.out);
    checkOutput(out, flags.force);
    const arrays = await compute(config, flags.trajectories, flags.steps, flags.workers);
    writeFileSafely(out, writeNpz(arrays, { compress: false }), { force: flags.force });
    const shapes = Object.fromEntries(Object.entries(arrays).map(([name, { shape }]) => [name, shape]));
    const { seed, world } = config;
    context.answer({ out, seed, world, arrays: shapes }, () => showFile(out, shapes));
  },
});

async function compute(
  config: SimulatedWorld,
  trajectories: number,
  steps: number,
  workers: number | undefined,
) {
  const engine = await openEngine({ workers, blas: "wasm" });
  try {
    return record(engine, config, trajectories, steps);
  } finally {
    engine.close();
  }
}

/**
 * Simulates portion by portion and brings each from time-major into one array a quantity, trajectory first.
 * @param samplesAtOnce bounds the engine's memory; the result does not depend on it
 */
export function record(
  engine: Engine,
  config: SimulatedWorld,
  trajectories: number,
  steps: number,
  samplesAtOnce = 2 ** 22,
): Record<string, NpyArray> {
  const position = new Float32Array(trajectories * steps * 2);
  const velocity = new Float32Array(trajectories * steps * 2);
  const heading = new Float32Array(trajectories * steps);
  const start = new Float32Array(trajectories * 2);
  const portion = Math.max(1, Math.floor(samplesAtOnce / steps));
  for (let first = 0; first < trajectories; first += portion) {
    engine.memory.scope(() => {
      const batch = allocateTrajectories(engine, steps, Math.min(portion, trajectories - first));
      const source = { seed: config.seed, stream: "simulate", first };
      simulateTrajectories(engine, source, batch, arenaOf(config.world), motionOf(config.world));
      const count = batch.trajectories;
      trajectoryFirst(batch.position.view, count, 2, position.subarray(first * steps * 2));
      trajectoryFirst(batch.velocity.view, count, 2, velocity.subarray(first * steps * 2));
      trajectoryFirst(batch.heading.view, count, 1, heading.subarray(first * steps));
      start.set(batch.start.view, first * 2);
    });
  }
  return {
    position: npyArray(position, [trajectories, steps, 2]),
    velocity: npyArray(velocity, [trajectories, steps, 2]),
    heading: npyArray(heading, [trajectories, steps]),
    start: npyArray(start, [trajectories, 2]),
    dt: npyArray(Float64Array.of(config.world.dt), []),
    box: npyArray(Float64Array.of(config.world.boxWidth, config.world.boxHeight)),
    periodic: { kind: "bool", shape: [], data: Uint8Array.of(config.world.periodic ? 1 : 0) },
  };
}
