/** A training step, beside PyTorch's with the same weights. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { centrePairs } from "../../src/code/place-code.ts";
import { readPreset } from "../../src/config/sources.ts";
import type { Tree } from "../../src/config/tree.ts";
import type { Engine } from "../../src/engine/engine.ts";
import { npyArray } from "../../src/format/npy-array.ts";
import { writeNpz } from "../../src/format/npz.ts";
import { type Arrays, transpose } from "../../src/networks/layout.ts";
import type { PathExperiment } from "../../src/tasks/path-integration/experiment.ts";
import { openHybridTrainer } from "../../src/train/hybrid-trainer.ts";
import { setDensity } from "../network-density.ts";
import { openTrained } from "../open-training.ts";
import type { Comparison, Ours, PeerBench } from "./comparison.ts";

export const placeCells = 512;
/** So small that the share of active units stays as it is. */
const learningRate = 1e-12;
/** Of a network trained by the published recipe, and about that of `quick` at its end. */
const densities = [0.15, 0.4] as const;

/** The published job (batch 200, 20 steps, 512 place cells, metres per step), with other settings over it. */
export const openPublished = (engine: Engine, changes: Tree) =>
  openTrained(engine, [readPreset("sorscher2019").layer, { origin: "bench", tree: changes }]);

/** Weights in PyTorch's names and layout, and the place-cell centres: what `training_step.py` starts from. */
export function networkArrays({ layout, readout: { code } }: PathExperiment, weights: Arrays) {
  const pairs = Float64Array.from(centrePairs(code));
  const matrices = Object.values(layout).map(({ name, stored, shape }) => {
    const [rows, columns] = shape as [number, number?];
    const values = weights[name]!.toArray();
    if (columns === undefined) return [stored, npyArray(values, [rows])] as const;
    return [stored, npyArray(transpose(values, rows, columns), [columns, rows])] as const;
  });
  return { centres: npyArray(pairs, [code.cells, 2]), ...Object.fromEntries(matrices) };
}

/** Our step on a network of a given density; the network is written to `path`. */
function openStep(engine: Engine, units: number, density: number, path: string): () => number {
  const { experiment, state } = openPublished(engine, { model: { units }, train: { learningRate } });
  setDensity(engine, experiment, state.weights, density);
  writeFileSync(path, writeNpz(networkArrays(experiment, state.weights), { compress: false }));
  const { step } = openHybridTrainer(engine, experiment, state);
  return () => step(state.optimizer.updates).loss;
}

function trainingComparison(units: number, density: number): Comparison {
  const name = `training ${units} units ${100 * density} %`;
  const names = [`${name}, BLAS`, `${name}, WASM`] as const;
  return {
    names,
    unit: "steps/s",
    peer: "PyTorch",
    needs: ["torch", "numpy"],
    program: "training_step",
    prepare({ one, all, native, folder }: PeerBench) {
      const path = join(folder, `network-${units}-${density}.npz`);
      const way = (name: string, engine: Engine): Ours => ({
        name,
        threads: engine.pool.threads,
        body: openStep(engine, units, density, path),
      });
      const withBlas = native ? [way(names[0], native.one), way(names[0], native.all)] : [];
      const ours = [...withBlas, way(names[1], one), way(names[1], all)];
      const words = ["--network", path, "--units", String(units), "--learning-rate", String(learningRate)];
      return { ours, count: 1, words };
    },
  };
}

export const trainingComparisons: readonly Comparison[] = [256, 512, 1024].flatMap((units) =>
  densities.map((density) => trainingComparison(units, density)),
);
