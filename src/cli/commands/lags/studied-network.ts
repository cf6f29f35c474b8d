/** One network or file, studied for lags in an engine that is there already. */
import type { Engine } from "../../../engine/engine.ts";
import type { Pace } from "../../../session/analysis.ts";
import { lagPlan } from "../../../session/lag-plan.ts";
import { lagStudy } from "../../../session/lag-study.ts";
import { sweepsOf } from "../../../session/lag-sweeps.ts";
import { nameOf, type Subject, titleOf } from "../../../session/subject.ts";
import type { ActivitySource } from "../../../tasks/activity-source.ts";
import { unitNamesOf } from "../../frame/unit-names.ts";
import { type LagFlagValues, lagWishes } from "./lag-flags.ts";
import type { NetworkLags } from "./network-lags.ts";

export interface StudiedSubject {
  /** As it was named. */
  readonly given: string;
  readonly subject: Subject;
  readonly source: ActivitySource;
}

/** @throws UserError for wishes that the source does not allow */
export async function studiedNetwork(
  engine: Engine,
  { given, subject, source }: StudiedSubject,
  flags: LagFlagValues,
  pace: Pace,
): Promise<NetworkLags> {
  const plan = lagPlan(lagWishes(flags, source), source);
  const { untrained } = subject;
  const study = await lagStudy(
    sweepsOf(engine, source, plan, pace, ""),
    untrained && sweepsOf(engine, untrained().open(engine), plan, pace, "untrained"),
    plan.study,
  );
  const alone = subject.saved ? (untrained ? undefined : "it is untrained itself") : "a file has none";
  return {
    ...{
      given,
      path: subject.saved?.checkpoint.path ?? subject.path,
      plan,
      study,
      conditions: source.conditions,
      alone,
    },
    unitNames: unitNamesOf(source),
    ...{ name: nameOf(subject.path), title: titleOf(subject) },
  };
}
