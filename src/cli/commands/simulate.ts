/** `simulate`: trajectories as a file, for other programs. */
import type { z } from "zod";
import { resolveTree } from "../../config/resolve.ts";
import { type Engine, openEngine } from "../../engine/engine.ts";
import { NpzStream, type PlannedArray, type WriteAt } from "../../format/npz-stream.ts";
import { writeFileSafely } from "../../format/safe-write.ts";
import { onHeap, requireMemory } from "../../memory-need.ts";
import { group } from "../../setting.ts";
import { UserError } from "../../user-error.ts";
import { motionOf } from "../../world/motion.ts";
import { arenaOf, type OpenField, openFieldSettings, seedSetting } from "../../world/open-field.ts";
import { allocateTrajectories, simulateTrajectories, trajectoryDrawBytes } from "../../world/trajectory.ts";
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
    const { trajectories, steps, workers } = flags;
    const arrays = plannedArrays(trajectories, steps);
    const engine = await openEngine({ workers, blas: "wasm" });
    try {
      requirePortion(engine, config.world, trajectories, steps);
      const write = (writeAt: WriteAt) => {
        const npz = new NpzStream(writeAt, arrays);
        record(engine, config, trajectories, steps, (name, values) => npz.append(name, values));
        npz.finish();
      };
      writeFileSafely(out, write, { force: flags.force });
    } finally {
      engine.close();
    }
    const shapes = Object.fromEntries(Object.entries(arrays).map(([name, { shape }]) => [name, shape]));
    const { seed, world } = config;
    context.answer({ out, seed, world, arrays: shapes }, () => showFile(out, shapes));
  },
});

const plannedArrays = (trajectories: number, steps: number) =>
  ({
    position: { kind: "float32", shape: [trajectories, steps, 2] },
    velocity: { kind: "float32", shape: [trajectories, steps, 2] },
    heading: { kind: "float32", shape: [trajectories, steps] },
    start: { kind: "float32", shape: [trajectories, 2] },
    dt: { kind: "float64", shape: [] },
    box: { kind: "float64", shape: [2] },
    periodic: { kind: "bool", shape: [] },
  }) satisfies Record<string, PlannedArray>;

type ArrayName = keyof ReturnType<typeof plannedArrays>;

const usualSamples = 2 ** 19;
const trajectoriesAtOnce = (steps: number, samples: number) => Math.max(1, Math.floor(samples / steps));

/** @throws UserError when not even one trajectory fits */
function requirePortion(engine: Engine, world: OpenField, trajectories: number, steps: number): void {
  const { memory, pool } = engine;
  const needsAt = (length: number) => {
    const samples = length * Math.min(trajectories, trajectoriesAtOnce(length, usualSamples));
    const draws = pool.threads * trajectoryDrawBytes(engine, motionOf(world), length);
    return [
      { label: "trajectories", bytes: samples * bytesPerSample + draws, settings: ["--steps", "--workers"] },
      onHeap("the same in the order of the file", samples * bytesPerSample, ["--steps"]),
    ];
  };
  requireMemory({
    what: `simulating ${steps} steps at once`,
    needs: needsAt(steps),
    memory,
    growing: { name: "--steps", value: steps, least: 1, needsAt },
  });
}

/**
 * Simulates portion by portion and hands each over in the order of files, trajectory first.
 * @param samplesAtOnce bounds the memory; the result does not depend on it
 */
export function record(
  engine: Engine,
  config: SimulatedWorld,
  trajectories: number,
  steps: number,
  take: (name: ArrayName, values: Float32Array | Float64Array | Uint8Array) => void,
  samplesAtOnce = usualSamples,
): void {
  const { world, seed } = config;
  const portion = trajectoriesAtOnce(steps, samplesAtOnce);
  for (let first = 0; first < trajectories; first += portion) {
    engine.memory.scope(() => {
      const batch = allocateTrajectories(engine, steps, Math.min(portion, trajectories - first));
      const source = { seed, stream: "simulate", first };
      simulateTrajectories(engine, source, batch, arenaOf(world), motionOf(world));
      const count = batch.trajectories;
      take("position", trajectoryFirst(batch.position.view, count, 2));
      take("velocity", trajectoryFirst(batch.velocity.view, count, 2));
      take("heading", trajectoryFirst(batch.heading.view, count, 1));
      take("start", batch.start.toArray());
    });
  }
  take("dt", Float64Array.of(world.dt));
  take("box", Float64Array.of(world.boxWidth, world.boxHeight));
  take("periodic", Uint8Array.of(world.periodic ? 1 : 0));
}
