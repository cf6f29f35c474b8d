/** What `lags --json` answers. */
import { bestLagP } from "../../../analyse/lags/lag-null.ts";
import { scoresOfNull } from "../../../analyse/lags/significance.ts";
import { unitsOf } from "../../../analyse/lags/unit-classes.ts";
import type { LaggedCell } from "../../../draw/figure/lagged-cell-figure.ts";
import type { RuleFindings } from "../../../session/rule-findings.ts";
import { conditionsAnswer } from "../../frame/conditions.ts";
import { lagVerdict, objection } from "./lag-verdict.ts";
import { findingsOf, isFound, type NetworkLags, shuffledCounts } from "./network-lags.ts";

/** Units are numbers of the network; NaN and what is not there are null. */
export function lagSummary(network: NetworkLags, rules: readonly string[]) {
  const { plan, study, conditions, given, alone, unitNames } = network;
  const { sweep, evidence, shuffled } = study.all;
  const { scorer, bins, samples, trajectories, steps, seed } = plan.lags;
  const { estimator, edges, shuffles, alpha, correction } = study.options;
  const p = shuffled && bestLagP(scoresOfNull(shuffled.null), evidence.atBest);
  return {
    network: given,
    verdict: lagVerdict(network, rules),
    ...{ scorer: scorer.name, bins, samples, trajectories, steps, seed, estimator, edges },
    ...conditionsAnswer(conditions),
    ...{
      axis: sweep.axis,
      lags: sweep.lags,
      lagCm: sweep.lagCm,
      cmPerStep: sweep.cmPerStep,
      pairs: sweep.pairs,
    },
    null: shuffles === 0 ? null : { kind: plan.nullKind, shuffles, alpha, correction },
    untrained: study.untrained !== undefined,
    noUntrained: alone ?? null,
    rules: findingsOf(network, rules).map((findings) => ruleSummary(network, findings)),
    ...(network.cells && { cells: network.cells.map(cellSummary) }),
    units: sweep.unitNumbers.map((unit, i) => ({
      unit,
      ...(unitNames && { name: unitNames[unit] }),
      bestCm: evidence.bestCm[i],
      score: evidence.atBest[i],
      zeroScore: evidence.atZero[i],
      beyondLags: evidence.best.beyond[i] === 1,
      p: p?.[i],
    })),
  };
}

/** Of a single unit; curves over the lags of the network. */
const cellSummary = ({ unit, curves, maps, heading }: LaggedCell) => ({
  unit,
  maps: maps.map(({ name, score }) => ({ shift: name, score })),
  curves: curves.map(({ label, values }) => ({ label, values: Array.from(values) })),
  headingStrength: heading?.strength ?? null,
});

function ruleSummary({ study }: NetworkLags, findings: RuleFindings) {
  const { rule, thresholds } = findings;
  const described = { rule: rule.name, description: rule.description, source: rule.source };
  const asked = Object.fromEntries(Object.entries(thresholds).filter(([, value]) => Number.isFinite(value)));
  if (!isFound(findings)) return { ...described, thresholds: asked, classes: null };
  const { labels, counts, untrained, halves } = findings.found;
  const { unitNumbers } = study.all.sweep;
  return {
    ...described,
    thresholds: asked,
    objection: objection(findings, study.options.alpha) ?? null,
    classes: rule.classes.map((name, label) => ({
      class: name,
      count: counts[label],
      untrained: untrained?.[label] ?? null,
      shuffles: shuffledCounts(findings, label) ?? null,
      units: unitsOf(rule, labels, name).map((unit) => unitNumbers[unit]),
    })),
    halves: halves?.agreement ?? null,
    heldOut: halves && {
      units: halves.heldOut.units.map((unit) => unitNumbers[unit]),
      ...{ confirmed: halves.heldOut.count, chance: halves.heldOut.chance },
    },
  };
}
