/** Ring tables in the shared memory: made once for an engine, a number of bins and a set of rings. */
import type { Engine } from "../engine/engine.ts";
import type { EngineMemory } from "../engine/memory.ts";
import type { InnerEdge, Ring } from "./ring.ts";
import { everyRadius, type RingGeometry, ringGeometry } from "./ring-geometry.ts";

/** Addresses of the tables of `RingGeometry`, and their sizes. */
export interface SharedGeometry {
  readonly offsets: number;
  readonly weights: number;
  readonly segments: number;
  readonly rings: number;
  readonly radii: number;
  readonly segmentCount: number;
  readonly ringCount: number;
}

const tables = new WeakMap<EngineMemory, Map<string, SharedGeometry>>();

/**
 * The tables live as long as the engine's memory.
 * @param rings undefined: any, told radius by radius
 * @throws UserError when a ring holds no pixel
 */
export function sharedGeometry(
  engine: Engine,
  bins: number,
  rings: readonly Ring[] | undefined,
  innerEdge: InnerEdge = "excluded",
): SharedGeometry {
  let known = tables.get(engine.memory);
  if (!known) tables.set(engine.memory, (known = new Map()));
  const key = `${bins}: ${rings?.join(" ") ?? "any"}, inner edge ${innerEdge}`;
  const geometryOf = () => (rings ? ringGeometry(bins, rings, innerEdge) : everyRadius(bins));
  let geometry = known.get(key);
  if (!geometry) known.set(key, (geometry = place(engine.memory, geometryOf())));
  return geometry;
}

function place(
  memory: EngineMemory,
  { offsets, weights, segments, rings, radii }: RingGeometry,
): SharedGeometry {
  const integers = (values: Int32Array, label: string) =>
    memory.allocateUnscoped("int32", values.length, label).set(values).pointer;
  const numbers = (values: Float64Array, label: string) =>
    memory.allocateUnscoped("float64", values.length, label).set(values).pointer;
  return {
    offsets: integers(offsets, "ring pixels"),
    weights: numbers(weights, "spline weights"),
    segments: integers(segments, "ring segments"),
    rings: integers(rings, "rings"),
    radii: numbers(radii, "ring radii"),
    segmentCount: segments.length - 1,
    ringCount: rings.length / 2,
  };
}
