/** A report on units whose maps are smoothed noise, as many as wanted, and a few ideal cells before them. */
import { scoreMaps } from "../../src/analyse/grid-score.ts";
import { findScorer } from "../../src/analyse/scorer.ts";
import { smoothedNoiseMaps } from "../../src/analyse/smoothed-noise.ts";
import { hexagonalCell, sampleMaps } from "../../src/analyse/synthetic.ts";
import type { Measure } from "../../src/draw/report/gallery.ts";
import type { Report } from "../../src/draw/report/report.ts";
import { openEngine } from "../../src/engine/engine.ts";

const bins = 20;
const box = { width: 2.2, height: 2.2 };
/** Units 0 … 2. */
const grids = [0.5, 0.7, 0.9].map((period) => hexagonalCell({ period }));

export interface SyntheticReport {
  readonly report: Report;
  readonly grid60: Float64Array;
  readonly rings: readonly (readonly [number, number] | null)[];
}

/** The last unit is silent. */
export async function syntheticReport(units: number): Promise<SyntheticReport> {
  const engine = await openEngine({ blas: "wasm" });
  try {
    const noise = smoothedNoiseMaps(engine, { units, bins, smoothing: 1.5, seed: 0 });
    const maps = noise.map((rate) => 1 + rate).fill(0, (units - 1) * bins * bins);
    maps.set(sampleMaps(grids, bins, bins, box));
    const {
      grid60,
      grid90,
      ring60: rings,
    } = scoreMaps(engine, maps, { units, bins }, findScorer("nan-aware"));
    const measures = [
      measure("grid60", "", grid60),
      measure("grid90", "", grid90),
      measure("border", "", grid90),
      measure("spacing", "m", grid60),
      measure("ring", "m", grid60),
      measure("mean", "", grid60),
      measure("peak", "", grid60),
    ];
    const gallery = { rows: bins, columns: bins, maps, measures, rule: "excluded" as const, box, rings };
    return { report: { ...frame, gallery }, grid60, rings };
  } finally {
    engine.close();
  }
}

const measure = (key: string, unit: string, values: Float64Array): Measure => ({
  ...{
    key,
    label: key,
    unit,
    help: `help on ${key}`,
    digits: 2,
    values,
    main: key !== "peak",
    missing: undefined,
  },
});

const frame: Omit<Report, "gallery"> = {
  title: "synthetic <b>&amp;",
  verdict: "Decodes nothing.",
  facts: [["decode error", "none"]],
  sections: [],
  shares: { caption: "shares", titles: ["score above", "hexagonal"], rows: [["0.37", "10.0 %"]] },
  opening: {
    best: {
      caption: "best maps",
      maps: [2, 0].map((unit) => ({ unit, score: "1.00", image: "data:image/png;base64,iVBORw0KGgo=" })),
    },
    charts: [],
  },
  missing: ["No tuning: nothing moves."],
  checksums: [{ what: "checkpoint <a>", sha256: "0".repeat(64), command: "sha256sum a" }],
  charts: [{ title: "a chart", svg: '<svg viewBox="0 0 10 10"><path d="M0 0L10 10" stroke="red"/></svg>' }],
  configuration: {
    comparedWith: "the preset quick",
    changes: [{ key: "model.units", before: "256", after: "4096" }],
    yaml: "seed: 0\n",
  },
  reproduction: {
    steps: [{ what: "Train", commands: ["bun run train"] }],
    facts: [["seed", "0"]],
    remarks: [],
  },
};
