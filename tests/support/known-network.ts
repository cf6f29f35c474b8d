/** Networks with weights set by hand, so that the answer of an analysis is known. */

import { jitteredLattice } from "../../src/code/place-centres.ts";
import { openPlaceCode } from "../../src/code/place-code.ts";
import type { Engine } from "../../src/engine/engine.ts";
import { type Activation, allocateWeights } from "../../src/networks/rnn/path-rnn.ts";
import type { Subject } from "../../src/tasks/path-integration/roll-outs.ts";
import { type Arena, defaultArena } from "../../src/world/arena.ts";
import { defaultMotion } from "../../src/world/motion.ts";

export interface KnownNetwork {
  readonly units: number;
  readonly placeCells?: number;
  readonly activation?: Activation;
  readonly arena?: Arena;
  /** What each unit hears of the velocity in m/s. */
  readonly input?: (unit: number) => readonly [x: number, y: number];
  /** The start as place code is added to the state it begins with. */
  readonly encoder?: (cell: number, unit: number) => number;
  readonly recurrent?: (from: number, to: number) => number;
  readonly decoder?: (unit: number, cell: number) => number;
}

export function knownNetwork(engine: Engine, network: KnownNetwork): Subject {
  const { units, placeCells = 64, activation = "relu", arena = defaultArena } = network;
  const shape = { units, placeCells, activation, velocityScale: 1 };
  const weights = allocateWeights(engine, shape, "of a known network", true);
  const fill = (view: Float32Array, columns: number, value: (row: number, column: number) => number) => {
    for (let i = 0; i < view.length; i++) view[i] = value(Math.floor(i / columns), i % columns);
  };
  const none = () => 0;
  fill(weights.encoder.view, units, network.encoder ?? none);
  fill(weights.input.view, units, (axis, unit) => network.input?.(unit)[axis] ?? 0);
  fill(weights.recurrent.view, units, network.recurrent ?? none);
  fill(weights.decoder.view, placeCells, network.decoder ?? none);
  const centres = jitteredLattice(engine, arena, placeCells, 0);
  const code = openPlaceCode(engine, { arena, centres, kind: "gaussian", sigma: 0.2 });
  return { model: { shape, weights }, readout: { code, topK: 3 }, arena, motion: defaultMotion };
}
