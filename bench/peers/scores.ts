/** Grid scores, and those of a null, beside SciPy's. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { scoreMaps } from "../../src/analyse/grid-score.ts";
import { findScorer } from "../../src/analyse/scorer.ts";
import type { Engine } from "../../src/engine/engine.ts";
import { npyArray } from "../../src/format/npy-array.ts";
import { writeNpz } from "../../src/format/npz.ts";
import { hexagonalMaps, mapShape } from "../grid-score.ts";
import { nullMaps, nullShape, nullSize, scored } from "../null-scores.ts";
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

function nullComparison(): Comparison {
  const name = "null scores 20x20, phase-randomised";
  const names = [`${name}, 1 thread`, `${name}, all threads`] as const;
  return {
    names,
    unit: "maps/s",
    peer: "SciPy",
    needs: ["scipy", "numpy"],
    program: "null_scores",
    prepare({ one, all, folder }: PeerBench) {
      const maps = nullMaps();
      const path = join(folder, "null-maps.npz");
      writeFileSync(path, writeNpz({ maps: npyArray(maps, [nullShape.units, bins, bins]) }));
      const way = (name: string, engine: Engine): Ours => ({
        name,
        threads: engine.pool.threads,
        body: scored(engine, maps, "phase-randomised", scorer.name, false),
      });
      const words = ["--maps", path, "--shuffles", String(nullShape.shuffles)];
      return { ours: [way(names[0], one), way(names[1], all)], count: nullSize, words };
    },
  };
}

export const scoreComparisons: readonly Comparison[] = [scoreComparison(), nullComparison()];
