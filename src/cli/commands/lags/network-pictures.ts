/** All pictures that `lags --out` writes of a network, by the names of their files. */
import type { ColourMapName } from "../../../draw/colour-map.ts";
import type { LaggedCell } from "../../../draw/figure/lagged-cell-figure.ts";
import { laggedCellsFigure } from "../../../draw/figure/lagged-cell-figure.ts";
import type { Engine } from "../../../engine/engine.ts";
import type { Pace } from "../../../session/analysis.ts";
import type { ActivitySource } from "../../../tasks/activity-source.ts";
import type { Picture } from "../figure/picture.ts";
import { capital } from "../figure/source.ts";
import { lagFacts } from "./lag-facts.ts";
import { lagPictures, lagSummaryPicture } from "./lag-pictures.ts";
import type { LagResults } from "./lag-results.ts";
import { type Found, isFound, type NetworkLags } from "./network-lags.ts";
import { resultMaps } from "./result-maps.ts";
import { studiedResults } from "./studied-results.ts";

const colours: ColourMapName = "viridis";
const classesName = "predictive_classes";

/**
 * Those of published names by the rules of the codes that they are from, and the classes of other rules beside them.
 * @param cells single units to be drawn; none: no picture of them
 */
export async function networkPictures(
  engine: Engine,
  source: ActivitySource,
  network: NetworkLags,
  cells: readonly LaggedCell[],
  pace?: Pace,
): Promise<ReadonlyMap<string, Picture>> {
  const { plan, study, name } = network;
  const pictures = new Map<string, Picture>();
  for (const findings of study.findings.filter(isFound)) {
    const results = resultsOf(network, findings);
    const { rule } = findings;
    if (rule.name === "fork-loose") {
      const maps = await resultMaps(engine, source, plan.lags, results, pace);
      for (const [file, picture] of lagPictures({ ...results, maps }, colours)) pictures.set(file, picture);
    } else {
      const classes = lagPictures(results, colours).get(classesName)!;
      pictures.set(`${classesName}_${rule.name}`, classes);
      if (rule.name === "fork-strict") pictures.set(`${name}_summary`, lagSummaryPicture(results));
    }
  }
  if (cells.length > 0) pictures.set("single_cells", cellsPicture(network, cells));
  return pictures;
}

/** What pictures show of what a rule found, with the words that belong beside it. */
export const resultsOf = (network: NetworkLags, findings: Found): LagResults => {
  const { rule } = findings;
  const results = studiedResults(network.study, findings, { title: network.title, how: "" });
  const thresholds = results.thresholds.map(({ label }) => label).join(", ");
  const rules = `Rule ${rule.name}: ${rule.description}${thresholds === "" ? "" : ` (${thresholds})`}.`;
  return { ...results, how: `${rules} ${factsText(network)}` };
};

const said = new Set(["best lag", "scores", "samples", "null", "conditions"]);

const factsText = (network: NetworkLags): string =>
  lagFacts(network)
    .filter(([label]) => said.has(label))
    .map(([label, text]) => `${capital(label)}: ${text}.`)
    .join(" ");

/** Single units over the lags, for a file. */
export function cellsPicture(network: NetworkLags, cells: readonly LaggedCell[]): Picture {
  const heading = {
    title: `Units over lags: ${network.title}`,
    subtitle: `${factsText(network)} Maps as they are binned, not smoothed.`,
  };
  return { kind: "scene", heading, draw: (words, width) => laggedCellsFigure(cells, words, colours, width) };
}
