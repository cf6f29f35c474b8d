/** The tables of docs/scorers.md that take minutes: what the bundled networks score, and what they scored before their first step. */
import { beyondNoise } from "../../../src/analyse/beyond-noise.ts";
import { findScorer, usualBins } from "../../../src/analyse/scorer.ts";
import { survival } from "../../../src/analyse/survival.ts";
import { publishedThreshold } from "../../../src/analyse/thresholds.ts";
import type { Engine } from "../../../src/engine/engine.ts";
import { Analysis } from "../../../src/session/analysis.ts";
import { readSubject } from "../../../src/session/subject.ts";
import { markdownTable } from "../markdown-table.ts";
import { compared, percent } from "./compared.ts";

const trajectories = 12_000;
const networks = ["quick", "hexagons"].flatMap((name) => [
  { name, title: name, untrained: false },
  { name, title: `${name} untrained`, untrained: true },
]);

/** Share above the customary threshold; share above the 95th percentile of matched noise, and that percentile. */
export async function networkTable(engine: Engine): Promise<readonly string[]> {
  const columns: string[][] = [];
  for (const { name, untrained } of networks) {
    const { analysis, request } = opened(engine, name, untrained);
    const column: string[] = [];
    for (const { scorer, bins } of compared) {
      const look = { request, bins, scorer };
      const { grid60 } = await analysis.scores(look);
      const noise = await analysis.noise(look);
      const [share] = survival(grid60, [publishedThreshold]).shares;
      const beyond = beyondNoise(grid60, noise?.grid60 ?? []);
      column.push(`${percent(share!)}; ${percent(beyond.share)} > ${beyond.threshold.toFixed(2)}`);
    }
    columns.push(column);
  }
  return markdownTable(
    ["scorer", "bins", ...networks.map(({ title }) => title)],
    compared.map(({ scorer, bins }, i) => [
      `\`${scorer.name}\``,
      String(bins),
      ...columns.map((column) => column[i]!),
    ]),
  );
}

function opened(engine: Engine, name: string, untrained: boolean) {
  const subject = readSubject(name, name, { untrained });
  const analysis = new Analysis(engine, subject.open(engine), subject.step);
  const { steps } = analysis.source.usual;
  return { analysis, request: { seed: 0, steps, trajectories, measuring: false } };
}

const ratios = [1.15, 1.3, 1.5, Number.POSITIVE_INFINITY];

/** How far those units were from round that are above the null once their ellipse is undone. */
export async function undoneTable(engine: Engine): Promise<readonly string[]> {
  const scorer = findScorer("six-peaks+elliptical");
  const rows: string[][] = [];
  for (const { name, title, untrained } of networks) {
    if (untrained) continue;
    const { analysis, request } = opened(engine, name, untrained);
    const look = { request, bins: usualBins, scorer };
    const { grid60, ellipses = [] } = await analysis.scores(look);
    const threshold = beyondNoise(grid60, (await analysis.noise(look))?.grid60 ?? []).threshold;
    const above = ellipses.filter((ellipse, unit) => ellipse && grid60[unit]! > threshold);
    const shares = ratios.map((limit, i) => {
      const within = above.filter(
        (ellipse) => ellipse!.ellipticity > (ratios[i - 1] ?? 0) && ellipse!.ellipticity <= limit,
      );
      return percent(within.length / grid60.length);
    });
    rows.push([title, percent(above.length / grid60.length), ...shares]);
  }
  return markdownTable(["network", "above the null", "to 1.15", "to 1.3", "to 1.5", "more"], rows);
}
