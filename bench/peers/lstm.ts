/** A training step of Banino's network, ours with the simulation of its trajectories, PyTorch's from trajectories that are there. */
import type { Engine } from "../../src/engine/engine.ts";
import { fullSize } from "../full-size-lstm.ts";
import { openLstmStep } from "../lstm-step.ts";
import type { Comparison, Ours, PeerBench } from "./comparison.ts";

function lstmComparison(units: number): Comparison {
  const name = `training an LSTM of ${units} units`;
  const names = [`${name}, BLAS`, `${name}, WASM`] as const;
  return {
    names,
    unit: "steps/s",
    peer: "PyTorch",
    needs: ["torch", "numpy"],
    program: "lstm_step",
    prepare({ one, all, native }: PeerBench) {
      const way = (name: string, engine: Engine): Ours => ({
        ...{ name, threads: engine.pool.threads, body: openLstmStep(engine, units) },
      });
      const withBlas = native ? [way(names[0], native.one), way(names[0], native.all)] : [];
      const sizes = { units, bottleneck: fullSize.bottleneck, batch: fullSize.batchSize };
      const more = {
        steps: fullSize.sequenceLength,
        places: fullSize.placeCells,
        headings: fullSize.headCells,
      };
      const words = Object.entries({ ...sizes, ...more }).flatMap(([flag, value]) => [
        `--${flag}`,
        String(value),
      ]);
      return { ours: [...withBlas, way(names[1], one), way(names[1], all)], count: 1, words };
    },
  };
}

export const lstmComparisons: readonly Comparison[] = [64, 128, 256, 512].map(lstmComparison);
