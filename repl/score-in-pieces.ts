import { type GridScores, scoreMaps } from "../src/analyse/grid-score.ts";
import type { RateMaps } from "../src/analyse/rate-map.ts";
import type { Scorer } from "../src/analyse/scorer.ts";
import type { Engine } from "../src/engine/engine.ts";
import type { Shell } from "./shell.ts";
import { openWait } from "./wait.ts";

const unitsAtOnce = 256;

/** `scoreMaps`, with keys heard in between; the scores are the same. @throws Interrupted */
export async function scoreInPieces(
  shell: Shell,
  engine: Engine,
  { units, binsX: bins, rateMap }: RateMaps,
  scorer: Scorer,
): Promise<GridScores> {
  const [grid60, grid90] = [new Float64Array(units), new Float64Array(units)];
  const [ring60, ring90]: [GridScores["ring60"][number][], GridScores["ring90"][number][]] = [[], []];
  const wait = openWait(shell, "scoring");
  try {
    for (let first = 0; first < units; first += unitsAtOnce) {
      const count = Math.min(unitsAtOnce, units - first);
      const maps = rateMap.subarray(first * bins * bins, (first + count) * bins * bins);
      const part = scoreMaps(engine, maps, { units: count, bins }, scorer);
      grid60.set(part.grid60, first);
      grid90.set(part.grid90, first);
      ring60.push(...part.ring60);
      ring90.push(...part.ring90);
      wait.update((first + count) / units);
      await shell.breathe();
    }
    return { scorer: scorer.name, bins, rings: scorer.rings, grid60, grid90, ring60, ring90 };
  } finally {
    wait.end();
  }
}
