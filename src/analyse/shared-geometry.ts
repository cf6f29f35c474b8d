/** Ring tables in the shared memory: made once for an engine, a number of bins and a set of rings. */
import type { Engine } from "../engine/engine.ts";
import type { EngineMemory } from "../engine/memory.ts";
import type { Ring } from "./ring.ts";
import { ringGeometry } from "./ring-geometry.ts";

/** Addresses of the tables of `RingGeometry`, and their sizes. */
export interface SharedGeometry {
  readonly offsets: number;
  readonly weights: number;
  readonly segments: number;
  readonly rings: number;
  readonly segmentCount: number;
  readonly ringCount: number;
}

const tables = new WeakMap<EngineMemory, Map<string, SharedGeometry>>();

/** The tables live as long as the engine's memory. @throws UserError when a ring holds no pixel */
export function sharedGeometry(engine: Engine, bins: number, rings: readonly Ring[]): SharedGeometry {
  let known = tables.get(engine.memory);
  if (!known) tables.set(engine.memory, (known = new Map()));
  const key = `${bins}: ${rings.join(" ")}`;
  let geometry = known.get(key);
  if (!geometry) known.set(key, (geometry = place(engine.memory, bins, rings)));
  return geometry;
}

function place(memory: EngineMemory, bins: number, rings: readonly Ring[]): SharedGeometry {
  const { offsets, weights, segments, rings: runs } = ringGeometry(bins, rings);
  const integers = (values: Int32Array, label: string) =>
    memory.allocateUnscoped("int32", values.length, label).set(values).pointer;
  return {
    offsets: integers(offsets, "ring pixels"),
    weights: memory.allocateUnscoped("float64", weights.length, "spline weights").set(weights).pointer,
    segments: integers(segments, "ring segments"),
    rings: integers(runs, "rings"),
    segmentCount: segments.length - 1,
    ringCount: rings.length,
  };
}
