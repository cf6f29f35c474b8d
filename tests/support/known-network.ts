/** Networks with weights set by hand, so that the answer of an analysis is known. */
import { resolveConfig } from "../../src/config/resolve.ts";
import type { Engine } from "../../src/engine/engine.ts";
import { type Arrays, allocateArrays } from "../../src/networks/layout.ts";
import type { Activation } from "../../src/networks/rnn/path-rnn.ts";
import type { ActivitySource } from "../../src/tasks/activity-source.ts";
import type { PathExperiment } from "../../src/tasks/path-integration/experiment.ts";
import { pathIntegration } from "../../src/tasks/path-integration/path-integration.ts";
import { isPathIntegration } from "../../src/tasks/path-integration/settings.ts";
import { type Arena, defaultArena } from "../../src/world/arena.ts";
import type { Motion } from "../../src/world/motion.ts";

export interface KnownNetwork {
  readonly units: number;
  readonly placeCells?: number;
  readonly activation?: Activation;
  readonly arena?: Arena;
  readonly motion?: Partial<Motion>;
  /** What each unit hears of the velocity in m/s. */
  readonly input?: (unit: number) => readonly [x: number, y: number];
  /** Settings of the code that go over the usual ones. */
  readonly code?: Readonly<Record<string, unknown>>;
  /** The start as place code is added to the state it begins with. */
  readonly encoder?: (cell: number, unit: number) => number;
  readonly recurrent?: (from: number, to: number) => number;
  readonly decoder?: (unit: number, cell: number) => number;
}

/** An RNN of seed 0 with Gaussian place cells of 0.2 m on a jittered lattice, of which three are averaged. */
export function knownNetwork(
  engine: Engine,
  network: KnownNetwork,
): { source: ActivitySource; experiment: PathExperiment; weights: Arrays } {
  const { units, placeCells = 64, activation = "relu", arena = defaultArena, motion = {} } = network;
  const { width: boxWidth, height: boxHeight, periodic } = arena;
  const tree = {
    world: { boxWidth, boxHeight, periodic, ...motion },
    code: { placeCells, kind: "gaussian", width: 0.2, centres: "jitteredLattice", topK: 3, ...network.code },
    model: { units, activation, velocityUnit: "metresPerSecond", velocityScale: 1 },
  };
  const config = resolveConfig([{ origin: "test", tree }]);
  if (!isPathIntegration(config)) throw new Error(config.task);
  const experiment = pathIntegration.open(engine, config);
  const weights = allocateArrays(engine, experiment.layout, "of a known network", true);
  const fill = (name: string, columns: number, value: (row: number, column: number) => number) => {
    const { view } = weights[name]!;
    for (let i = 0; i < view.length; i++) view[i] = value(Math.floor(i / columns), i % columns);
  };
  const none = () => 0;
  fill("encoder", units, network.encoder ?? none);
  fill("input", units, (axis, unit) => network.input?.(unit)[axis] ?? 0);
  fill("recurrent", units, network.recurrent ?? none);
  fill("decoder", experiment.readout.cells, network.decoder ?? none);
  return { source: pathIntegration.activity(engine, experiment, weights), experiment, weights };
}
