/** What `simulate` writes, and how it is computed: portion by portion, each handed over in the order of files. */
import type { Engine } from "../../../engine/engine.ts";
import { type NpyArray, npyArray } from "../../../format/npy-array.ts";
import type { PlannedArray } from "../../../format/npz-stream.ts";
import { onHeap, requireMemory } from "../../../memory-need.ts";
import { arraysOf } from "../../../world/dataset/npz-arrays.ts";
import { pathParts } from "../../../world/dataset/path-record.ts";
import { simulatedParts } from "../../../world/dataset/simulated-records.ts";
import { motionOf } from "../../../world/motion.ts";
import { arenaOf, type OpenField } from "../../../world/open-field.ts";
import { usualForm } from "../../../world/rebuilt-path.ts";
import {
  allocateTrajectories,
  simulateTrajectories,
  trajectoryDrawBytes,
} from "../../../world/trajectory.ts";
import { trajectoryFirst } from "../../../world/trajectory-first.ts";
import type { SimulationCheck } from "./simulation-check.ts";

/** In the file: position, velocity and heading in float32; speeds, turns and the heading after the step. */
export const bytesPerSample = (ego: boolean): number => (ego ? 36 : 20);

/** Of N trajectories of T steps: what is known before is here already. */
export function simulatedArrays(
  world: OpenField,
  trajectories: number,
  steps: number,
  ego: boolean,
): Record<string, PlannedArray | NpyArray> {
  const { dt, boxWidth, boxHeight, periodic, shape } = world;
  const perStep = (...width: number[]): PlannedArray => ({
    kind: "float32",
    shape: [trajectories, steps, ...width],
  });
  const flag = (value: boolean): NpyArray => ({
    kind: "bool",
    shape: [],
    data: Uint8Array.of(value ? 1 : 0),
  });
  const box = { width: boxWidth, height: boxHeight, ...(shape === "circle" && { round: true }) };
  const header = { form: usualForm, dt, box };
  return {
    position: perStep(2),
    velocity: perStep(2),
    heading: perStep(),
    start: { kind: "float32", shape: [trajectories, 2] },
    dt: npyArray(Float64Array.of(dt), []),
    box: npyArray(Float64Array.of(boxWidth, boxHeight)),
    periodic: flag(periodic),
    ...(shape === "circle" && { round: flag(true) }),
    ...(ego && arraysOf({ header, records: trajectories, steps, sources: [] })),
  };
}

const usualSamples = 2 ** 19;
const trajectoriesAtOnce = (steps: number, samples: number) => Math.max(1, Math.floor(samples / steps));

/** @throws UserError when not even one trajectory fits */
export function requirePortion(
  engine: Engine,
  world: OpenField,
  trajectories: number,
  steps: number,
  ego: boolean,
): void {
  const { memory, pool } = engine;
  const needsAt = (length: number) => {
    const samples = length * Math.min(trajectories, trajectoriesAtOnce(length, usualSamples));
    const draws = pool.threads * trajectoryDrawBytes(engine, motionOf(world), length);
    return [
      {
        label: "trajectories",
        bytes: samples * bytesPerSample(false) + draws,
        settings: ["--steps", "--workers"],
      },
      onHeap("the same in the order of the file", samples * bytesPerSample(ego), ["--steps"]),
    ];
  };
  requireMemory({
    what: `simulating ${steps} steps at once`,
    needs: needsAt(steps),
    memory,
    growing: { name: "--steps", value: steps, least: 1, needsAt },
  });
}

export interface SimulationPlan {
  readonly seed: number;
  readonly world: OpenField;
  readonly trajectories: number;
  readonly steps: number;
  /** With speeds and turns. */
  readonly ego: boolean;
  readonly check?: SimulationCheck | undefined;
}

type Take = (name: string, values: Float32Array) => void;

/**
 * Simulates portion by portion and hands each over in the order of files, trajectory first.
 * @param samplesAtOnce bounds the memory; the result does not depend on it
 */
export function record(engine: Engine, plan: SimulationPlan, take: Take, samplesAtOnce = usualSamples): void {
  const { world, seed, trajectories, steps, ego, check } = plan;
  const portion = trajectoriesAtOnce(steps, samplesAtOnce);
  // The turn of a step leads to the direction of the next one.
  const simulated = ego || check ? steps + 1 : steps;
  for (let first = 0; first < trajectories; first += portion) {
    engine.memory.scope(() => {
      const batch = allocateTrajectories(engine, simulated, Math.min(portion, trajectories - first));
      const source = { seed, stream: "simulate", first };
      simulateTrajectories(engine, source, batch, arenaOf(world), motionOf(world));
      check?.add(batch);
      const count = batch.trajectories;
      const stored = (name: "position" | "velocity" | "heading", width: number) =>
        trajectoryFirst(batch[name].view.subarray(0, steps * count * width), count, width);
      take("position", stored("position", 2));
      take("velocity", stored("velocity", 2));
      take("heading", stored("heading", 1));
      take("start", batch.start.toArray());
      if (!ego) return;
      const told = simulatedParts(batch, world.dt);
      for (const part of ["startHeading", "egoVelocity", "heading"] as const) {
        take(pathParts[part].array, told[part]);
      }
    });
  }
}
