/** Grid scores, beside SciPy's. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { scoreMaps } from "../../src/analyse/grid-score.ts";
import { findScorer } from "../../src/analyse/scorer.ts";
import type { Engine } from "../../src/engine/engine.ts";
import { npyArray } from "../../src/format/npy-array.ts";
import { writeNpz } from "../../src/format/npz.ts";
import { hexagonalMaps, mapShape } from "../grid-score.ts";
import type { Comparison, Ours, PeerBench } from "./comparison.ts";

const { units, bins } = mapShape;
/** The one whose definition SciPy's program follows. */
const scorer = findScorer("deepmind-code");

function scoreComparison(): Comparison {
  const names = ["grid score 20x20, 1 thread", "grid score 20x20, all threads"] as const;
  return {
    names,
    unit: "units/s",
    peer: "SciPy",
    needs: ["scipy", "numpy"],
    program: "grid_scores",
    prepare({ one, all, folder }: PeerBench) {
      const maps = hexagonalMaps();
      const path = join(folder, "maps.npz");
      writeFileSync(path, writeNpz({ maps: npyArray(maps, [units, bins, bins]) }));
      const way = (name: string, engine: Engine): Ours => ({
        name,
        threads: engine.pool.threads,
        body: () => scoreMaps(engine, maps, mapShape, scorer).grid60.at(-1)!,
      });
      return { ours: [way(names[0], one), way(names[1], all)], count: units, words: ["--maps", path] };
    },
  };
}

export const scoreComparisons: readonly Comparison[] = [scoreComparison()];
