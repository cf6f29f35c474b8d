/** Trajectories and place codes, beside NumPy's and PyTorch's. */

import { encode } from "../../src/code/place-code.ts";
import type { Engine } from "../../src/engine/engine.ts";
import { allocateTrajectories, simulateTrajectories } from "../../src/world/trajectory.ts";
import type { Body } from "../measure.ts";
import type { Comparison, PeerBench } from "./comparison.ts";
import { openPublished, placeCells } from "./training.ts";

const batchSize = 200;
const steps = 20;

/** One batch of 200 trajectories of 20 steps; with `codes` the place code of every position, too. */
function openBatch(engine: Engine, codes: boolean): Body {
  const { experiment } = openPublished(engine, { model: { units: 1 } });
  const { arena, readout, settings } = experiment;
  const { code } = readout;
  const batch = allocateTrajectories(engine, steps, batchSize);
  const room = (positions: number) =>
    engine.memory.allocate("float32", [codes ? positions : 0, placeCells], "place code");
  const [startCode, targetCode] = [room(batchSize), room(steps * batchSize)];
  let first = 0;
  return () => {
    simulateTrajectories(engine, { seed: 0, stream: "bench", first }, batch, arena, settings.world);
    first += batchSize;
    if (!codes) return batch.position.view.at(-1)!;
    encode(engine, code, batch.start, startCode);
    encode(engine, code, batch.position, targetCode);
    return targetCode.view.at(-1)!;
  };
}

type Peer = Pick<Comparison, "peer" | "needs" | "program">;
const numpy: Peer = { peer: "NumPy", needs: ["numpy"], program: "data_generation" };
const torch: Peer = { peer: "PyTorch", needs: ["torch", "numpy"], program: "training_step" };

interface Data {
  readonly name: string;
  readonly unit: string;
  readonly codes: boolean;
  readonly count: number;
  readonly what: string;
}

function dataComparison({ name, unit, codes, count, what }: Data, peer: Peer): Comparison {
  const names = [`${name}, 1 thread`, `${name}, all threads`] as const;
  return {
    names,
    unit,
    ...peer,
    prepare: ({ one, all }: PeerBench) => ({
      ours: [
        { name: names[0], threads: 1, body: openBatch(one, codes) },
        { name: names[1], threads: all.pool.threads, body: openBatch(all, codes) },
      ],
      count,
      words: [
        "--what",
        what,
        "--batch",
        String(batchSize),
        "--steps",
        String(steps),
        "--cells",
        String(placeCells),
      ],
    }),
  };
}

const batches = { unit: "batches/s", codes: true, count: 1 } as const;

export const dataComparisons: readonly Comparison[] = [
  dataComparison({ ...batches, name: "data", what: "batches" }, numpy),
  dataComparison({ ...batches, name: "data in torch", what: "data" }, torch),
  dataComparison(
    {
      name: "trajectories",
      unit: "rat steps/s",
      codes: false,
      count: batchSize * steps,
      what: "trajectories",
    },
    numpy,
  ),
];
