/** The sentence that answers whether there are predictive cells that the null does not have. */
import { type Found, findingsOf, isFound, type NetworkLags, shuffledCounts } from "./network-lags.ts";

/**
 * What takes the predictive units of a rule away; undefined: nothing does. They have to be more than in every shuffle and in the
 * untrained network, and their lags have to hold on the other half of the trajectories more often than a coin would say.
 */
export function objection({ found, ...findings }: Found, alpha: number): string | undefined {
  const [count] = found.counts;
  const shuffled = shuffledCounts({ found, ...findings }, 0);
  if (count === 0) return "none";
  if (!shuffled) return "no shuffles";
  if (count! <= shuffled.most) return `a shuffle has ${shuffled.most}`;
  if (found.untrained && count! <= found.untrained[0]!)
    return `the untrained network has ${found.untrained[0]}`;
  if (!found.halves) return "no halves to compare";
  const { heldOut } = found.halves;
  if (heldOut.chance <= alpha) return undefined;
  return `${heldOut.count} of ${heldOut.units.length} lags hold on the other half`;
}

/** Rules by which no unit can be predictive, since no lag that may be the best is far enough ahead: their names. */
export function outOfReach(
  found: readonly Found[],
  lagCm: ArrayLike<number>,
  edges: "included" | "excluded",
): string[] {
  const lags = Array.from(lagCm).sort((a, b) => a - b);
  const furthest = lags.at(edges === "included" ? -1 : -2) ?? 0;
  return found
    .filter(({ thresholds }) => Number.isFinite(thresholds.gridness) && furthest < thresholds.minShiftCm)
    .map(({ rule }) => rule.name);
}

/** @param rules those that are shown */
export function lagVerdict(network: NetworkLags, rules: readonly string[]): string {
  const { study } = network;
  const { alpha, shuffles, estimator } = study.options;
  const found = findingsOf(network, rules).filter(isFound);
  const of = `of ${study.all.sweep.units} ${study.all.sweep.units === 1 ? "unit" : "units"}`;
  const counts = found.map(({ rule, found: { counts: each } }) => `${each[0]} by ${rule.name}`).join(", ");
  if (shuffles === 0) {
    return `No null, so no claim (--shuffles 0).${found.length === 0 ? "" : ` Predictive ${of}: ${counts}.`}`;
  }
  if (found.length === 0) return `No claim: ${shuffles} shuffles are too few for ${rules.join(", ")}.`;
  if (!study.halves) return `No claim: one trajectory has no halves. Predictive ${of}: ${counts}.`;
  const blind = outOfReach(found, study.all.sweep.lagCm, study.options.edges);
  if (blind.length > 0) {
    return `No claim by ${blind.join(" and ")}: no lag that may be the best is ${found[0]!.thresholds.minShiftCm} cm ahead; take a longer --max-lag. Predictive ${of}: ${counts}.`;
  }
  const judged = found.map((findings) => ({
    said: `${findings.found.counts[0]} by ${findings.rule.name}`,
    against: objection(findings, alpha),
  }));
  const weak = judged.filter(({ against }) => against !== undefined);
  const beyond = judged.filter(({ against }) => against === undefined).map(({ said }) => said);
  const taken = weak
    .map(({ said, against }) => (against === "none" ? said : `${said} (${against})`))
    .join(", ");
  if (beyond.length === 0) return `No. Predictive ${of}: ${taken}.`;
  const rest = weak.length === 0 ? "" : ` Others: ${taken}.`;
  if (estimator === "gridness") {
    return `Not to be told: ${of} ${beyond.join(", ")} count as predictive, more than shuffles have, but where gridness is highest is not where a cell fires for. Take --estimator explained-variance.${rest}`;
  }
  const untrained = study.untrained ? " and the untrained network" : "";
  return `Yes. Predictive ${of}: ${beyond.join(", ")}, more than each of ${shuffles} shuffles${untrained}, and the lags hold on the other half of the trajectories.${rest}`;
}
