/** What `score` tells a reader. Shares of units never stand without scorer, bins, threshold and null. */
import type { GridScores } from "../analyse/grid-score.ts";
import type { Ring } from "../analyse/ring.ts";
import type { Scorer } from "../analyse/scorer.ts";
import { type TableColumn, table } from "../draw/table.ts";
import type { Terminal } from "../draw/terminal.ts";
import { formatShape } from "../format/npy-array.ts";
import type { NumberArray } from "./array-file.ts";
import { alignColumns } from "./columns.ts";

const unitColumns: readonly TableColumn[] = [
  { title: "unit", align: "right" },
  { title: "grid60", align: "right" },
  { title: "ring60" },
  { title: "grid90", align: "right" },
  { title: "ring90" },
];

export function showScores(
  maps: NumberArray,
  scorer: Scorer,
  scores: GridScores,
  best: number,
  terminal: Terminal,
): string {
  const head = alignColumns([
    ["maps", `${maps.name} ${formatShape(maps.shape)}`],
    ["scorer", `${scorer.name}: ${scorer.description}`],
    ["source", scorer.source],
  ]);
  const units = bestUnits(scores.grid60).slice(0, best);
  const rows = units.map((unit) => [
    String(unit),
    showScore(scores.grid60[unit]!),
    showRing(scores.ring60[unit]!, scores.bins),
    showScore(scores.grid90[unit]!),
    showRing(scores.ring90[unit]!, scores.bins),
  ]);
  return [...head, "", ...table(unitColumns, rows, terminal)].join("\n");
}

/** Units by falling hexagonal score; those without one are left out. */
export function bestUnits(grid60: Float64Array): number[] {
  return Array.from(grid60.keys())
    .filter((unit) => !Number.isNaN(grid60[unit]))
    .sort((a, b) => grid60[b]! - grid60[a]! || a - b);
}

const showScore = (score: number): string => (Number.isNaN(score) ? "-" : score.toFixed(3));

const showRing = (ring: Ring | null, bins: number): string =>
  ring ? `${(ring[0] * bins).toFixed(1)}-${(ring[1] * bins).toFixed(1)} bins` : "-";
