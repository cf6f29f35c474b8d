/** What `lags --out` writes into a folder, or for several networks into a folder each. */
import { join } from "node:path";
import { writeNpz } from "../../../format/npz.ts";
import { writeFileSafely } from "../../../format/safe-write.ts";
import { toJson } from "../../frame/written-answer.ts";
import { metricsName, publishedMetrics } from "../ablate/published-metrics.ts";
import { gridnessArrays, gridnessSummary } from "./gridness-data.ts";
import type { NetworkLags } from "./network-lags.ts";
import { ownArrays } from "./own-arrays.ts";
import { retrospectiveArrays, retrospectiveSummary } from "./retrospective-summary.ts";

/** Names of the arrays and texts of a network. @param ablate whether units are silenced */
export const fileNames = (name: string, ablate: boolean): string[] => [
  "lags.npz",
  "gridness_data.npz",
  "summary.txt",
  `${name}_summary.json`,
  `${name}_summary_data.npz`,
  "evaluation_results.npz",
  ...(ablate ? [metricsName] : []),
];

/** A folder for each name: `out` itself for one; a name that is taken gets a number. */
export function foldersOf(names: readonly string[], out: string): string[] {
  if (names.length === 1) return [out];
  const taken = new Set<string>();
  return names.map((name) => {
    let free = name;
    for (let i = 2; taken.has(free); i++) free = `${name}-${i}`;
    taken.add(free);
    return join(out, free);
  });
}

/** Writes the arrays and texts of a network. @returns their paths */
export function writeLags(network: NetworkLags, folder: string, force: boolean): string[] {
  const { name, evaluation, ablation } = network;
  const figure = join(folder, `${name}_summary.png`);
  const contents = [
    writeNpz(ownArrays(network)),
    writeNpz(gridnessArrays(network)),
    gridnessSummary(network),
    retrospectiveSummary(network, figure),
    writeNpz(retrospectiveArrays(network)),
    writeNpz(evaluation ?? {}),
    ...(ablation ? [`${toJson(publishedMetrics(ablation))}\n`] : []),
  ];
  return fileNames(name, ablation !== undefined).map((file, i) => {
    const at = join(folder, file);
    writeFileSafely(at, contents[i]!, { force });
    return at;
  });
}
