/** `simulate`: trajectories as a file, for other programs. */
import { type Layer, resolveTree } from "../../../config/resolve.ts";
import { readPreset } from "../../../config/sources.ts";
import { openEngine } from "../../../engine/engine.ts";
import { NpzStream, type WriteAt } from "../../../format/npz-stream.ts";
import { writeFileSafely } from "../../../format/safe-write.ts";
import { group } from "../../../setting.ts";
import { UserError } from "../../../user-error.ts";
import { openFieldSettings, seedSetting } from "../../../world/open-field.ts";
import { defineCommand, forceFlag, seedFlag, workersFlag } from "../../frame/command.ts";
import { namedLayers } from "../../frame/config-flags.ts";
import { checkOutput, showFile } from "../../frame/output-file.ts";
import { writeSimulatedRecords } from "./records-folder.ts";
import { bytesPerSample, record, requirePortion, simulatedArrays } from "./simulated-arrays.ts";
import { SimulationCheck } from "./simulation-check.ts";

const number = (placeholder: string, help: string) => ({ type: "number", placeholder, help }) as const;

const worldFlags = {
  boxWidth: number("M", "width of the box in m"),
  boxHeight: number("M", "height of the box in m"),
  shape: {
    type: "string",
    choices: ["rectangle", "circle"],
    help: "of the box; width and height are the diameter of a circle",
  },
  dt: number("S", "time step in s"),
  simulationDt: number("S", "finer step of the simulation in s"),
  periodic: { type: "boolean", default: null, help: "leaving on one side enters on the other; no walls" },
  wallRule: {
    type: "string",
    choices: ["inside", "faithful", "keptSpeed"],
    help: "never outside the box, as published (0.6 % of the samples leak), or so with no new speed near walls",
  },
  borderRegion: number("M", "how near a wall is avoided, in m"),
  wallSlowdown: number("F", "factor on the speed near a wall"),
  wallTurnScale: number("F", "factor on the turn away from a wall"),
  speedRayleigh: number("V", "scale of the Rayleigh distribution of speeds in m/s"),
  speedScale: number("F", "factor on all speeds"),
  speedMax: number("V", "largest speed in m/s"),
  velocitySmoothing: number("F", "weight of the previous speed, 0 to 0.999"),
  turnMean: number("W", "mean of the turns in rad/s, positive to the left"),
  turnSigma: number("W", "standard deviation of the turns in rad/s"),
  turnSigmaScale: number("F", "factor on the standard deviation of the turns"),
} as const;

const keyOfFlag = {
  seed: "seed",
  ...Object.fromEntries(Object.keys(worldFlags).map((flag) => [flag, `world.${flag}`])),
};

const schema = group({ seed: seedSetting(), world: openFieldSettings.prefault({}) });

const largestFile = 2 ** 32 - 2 ** 20;

export const command = defineCommand({
  flags: {
    out: { type: "string", placeholder: "FILE.npz|DIR", help: "where to write" },
    force: forceFlag,
    format: {
      type: "string",
      choices: ["npz", "tfrecord"],
      help: "one npz, or a folder of TensorFlow's records as Banino et al. published them",
      default: "npz",
    },
    recordsPerFile: {
      type: "integer",
      placeholder: "N",
      help: "of --format tfrecord (default 10000, as published)",
      minimum: 1,
    },
    trajectories: { type: "integer", placeholder: "N", help: "how many", default: 100, minimum: 1 },
    steps: { type: "integer", placeholder: "T", help: "time steps of each", default: 1000, minimum: 1 },
    ego: { type: "boolean", help: "also speeds and turns, as a rat is told of them, and what they mean" },
    check: {
      type: "boolean",
      help: "put the paths together from speeds and turns, and say how far off they are; without --out too",
    },
    preset: { type: "string", placeholder: "NAME", help: "the world of a preset; flags go over it" },
    ...worldFlags,
    seed: seedFlag,
    workers: workersFlag,
  },
  positionals: [],
  details:
    "Arrays: position [N, T, 2] m, velocity [N, T, 2] m/s of the step that led there, heading [N, T] rad,\n" +
    "start [N, 2] m before the first step, dt s, box [2] m, periodic. The box is centred at 0.\n" +
    "With --ego also start_heading [N] rad, ego_velocity [N, T, 3] (metres per step ahead along the heading, then cosine and sine of the turn), heading_after [N, T] rad after each step, and a header that says so.\n" +
    "Records hold init_pos [2], init_hd [1], ego_vel [T, 3] (as ego_velocity), target_pos [T, 2] and target_hd [T, 1] after each step; dataset reads them, train --data trains on them.",
  examples: [
    "entorhinal simulate --out walk.npz --trajectories 10 --steps 5000 --box-width 1 --box-height 1",
    "entorhinal simulate --preset banino2018-paper --steps 100 --check",
    "entorhinal simulate --format tfrecord --out records --trajectories 500 --steps 20",
  ],
  async run(context) {
    const { flags } = context;
    const { check, ego, trajectories, steps, workers } = flags;
    if (flags.out === undefined && !check) {
      throw new UserError("simulate needs --out or --check", "write: --out FILE.npz", 2);
    }
    const config = resolveTree(schema, [...presetWorld(flags.preset), ...namedLayers(flags, keyOfFlag)]);
    const { seed, world } = config;
    if (flags.format === "tfrecord") {
      if (check || flags.out === undefined) {
        throw new UserError("--check is not for --format tfrecord", "write records, then: dataset DIR", 2);
      }
      const { force, recordsPerFile: perFile = 10_000 } = flags;
      const folder = context.path(flags.out);
      return writeSimulatedRecords(context, {
        ...{ folder, force, trajectories, steps, perFile, workers },
        ...config,
      });
    }
    if (flags.recordsPerFile !== undefined) {
      throw new UserError(
        "--records-per-file is for --format tfrecord",
        "an npz is one file: leave it out, or write records",
        2,
      );
    }
    if (ego && world.periodic) {
      throw new UserError(
        "speeds and turns know no periodic box: a path that crosses the seam would jump",
        "leave out --ego or --periodic",
        2,
      );
    }
    const out = flags.out === undefined ? undefined : context.path(flags.out);
    if (out !== undefined) {
      requireRoom(trajectories, steps, ego);
      checkOutput(out, flags.force);
    }
    const arrays = simulatedArrays(world, trajectories, steps, ego);
    const checking = check ? new SimulationCheck(world) : undefined;
    const engine = await openEngine({ workers, blas: "wasm" });
    try {
      requirePortion(engine, world, trajectories, steps, ego || check);
      const plan = { ...config, trajectories, steps, ego, check: checking };
      if (out === undefined) record(engine, plan, () => {});
      else {
        const write = (writeAt: WriteAt) => {
          const npz = new NpzStream(writeAt, arrays);
          record(engine, plan, (name, values) => npz.append(name, values));
          npz.finish();
          checking?.require();
        };
        writeFileSafely(out, write, { force: flags.force });
      }
      checking?.require();
    } finally {
      engine.close();
    }
    const shapes = Object.fromEntries(Object.entries(arrays).map(([name, { shape }]) => [name, shape]));
    const written = out === undefined ? {} : { out, arrays: shapes };
    context.answer({ ...written, seed, world, ...checking?.summary }, () => {
      const lines = checking?.lines(context.terminal.columns) ?? [];
      return (out === undefined ? lines : [showFile(out, shapes), ...lines]).join("\n");
    });
  },
});

/** @throws UserError when the file does not fit into what an npz can be */
function requireRoom(trajectories: number, steps: number, ego: boolean): void {
  if (trajectories * steps * bytesPerSample(ego) <= largestFile) return;
  throw new UserError(
    `${trajectories} trajectories of ${steps} steps do not fit into one npz file of 4 GiB`,
    "use fewer or shorter ones, and several files with different seeds",
  );
}

/** Only the world of a preset: nothing else of it moves a rat. @throws UserError when there is no such preset */
function presetWorld(name: string | undefined): Layer[] {
  if (name === undefined) return [];
  const { origin, tree } = readPreset(name).layer;
  return [{ origin, tree: { world: tree.world } }];
}
