/** What decoding loses without the predictive units that `lags` found. */

import { unitsOf } from "../../../analyse/lags/unit-classes.ts";
import type { Terminal } from "../../../draw/terminal.ts";
import type { Engine } from "../../../engine/engine.ts";
import { ablation } from "../../../session/ablation.ts";
import { Analysis, type Pace } from "../../../session/analysis.ts";
import { withControls } from "../../../session/planned-lesions.ts";
import { openSilenceable } from "../../../session/silenceable-network.ts";
import type { Subject } from "../../../session/subject.ts";
import type { FlagTable, FlagValues } from "../../frame/flags.ts";
import { wrap } from "../../frame/lines.ts";
import { lookOf, requestOf } from "../../frame/subject.ts";
import { showAblation } from "../ablate/ablation-answer.ts";
import type { SilencedClass } from "../ablate/chosen-lesions.ts";
import type { ShownAblation } from "../ablate/shown-ablation.ts";
import { foundBy, type NetworkLags } from "./network-lags.ts";

export const ablationFlags = {
  ablate: { type: "boolean", help: "also silence the predictive units of fork-loose, beside as many others" },
  ablationTrajectories: {
    type: "integer",
    placeholder: "N",
    help: "trajectories for it, of 20 and of 100 steps",
    default: 800,
    minimum: 2,
  },
  ablationTrials: {
    type: "integer",
    placeholder: "N",
    help: "sets of other units to compare with, of each kind",
    default: 5,
    minimum: 0,
    maximum: 10_000,
  },
} as const satisfies FlagTable;

const horizons = [20, 100];

/** Without predictive units only the baseline is measured. @throws UserError when the subject has no units to silence */
export async function lagAblation(
  engine: Engine,
  subject: Subject,
  { study, plan }: NetworkLags,
  flags: FlagValues<typeof ablationFlags>,
  pace: Pace,
): Promise<ShownAblation> {
  const network = openSilenceable(engine, subject);
  const { source } = network;
  const { seed, only } = plan.lags;
  const analysis = new Analysis(engine, source, subject.step, pace);
  const look = lookOf({ scorer: plan.lags.scorer, bins: plan.lags.bins, seed }, source);
  const { mean: rates } = (await analysis.observation(look)).activity;
  const { rule, thresholds, found } = foundBy(study, "fork-loose");
  const [name] = rule.classes;
  const rows = unitsOf(rule, found.labels, name!);
  const units = rows.map((row) => only?.[row] ?? row);
  const trials = flags.ablationTrials;
  const lesions = units.length === 0 ? [] : [withControls(name!, units, { engine, rates, seed, trials })];
  const request = requestOf(
    { trajectories: flags.ablationTrajectories, steps: Math.max(...horizons), seed },
    source,
  );
  const measured = await ablation(engine, network, lesions, { request, horizons }, pace);
  const { floor: floorCm, chance: chanceCm } = source.levels(seed).decodeErrorCm!;
  const silencedClass: SilencedClass = {
    ...{ rule, name: name!, plan, thresholds, units },
    untrained: found.untrained?.[0],
    shuffles: found.shuffles.map(([count]) => count!),
  };
  return { found: measured, untrained: undefined, floorCm, chanceCm, rates, look, seed, silencedClass };
}

/** What was lost, or that there is nothing to lose. */
export const showLagAblation = (shown: ShownAblation, terminal: Terminal): string =>
  shown.found.lesions.length === 0
    ? wrap("No unit is predictive by fork-loose: nothing was silenced.", terminal.columns).join("\n")
    : showAblation(shown, terminal);
