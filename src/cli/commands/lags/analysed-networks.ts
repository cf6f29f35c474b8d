/** Studies several networks one after the other, each in an engine of its own. */
import { printable } from "../../../printable.ts";
import type { Pace } from "../../../session/analysis.ts";
import type { NamedNetwork } from "../../../session/named-networks.ts";
import { readSubject, type Subject } from "../../../session/subject.ts";
import type { CommandContext } from "../../frame/command.ts";
import type { FlagValues } from "../../frame/flags.ts";
import { choiceOf, type subjectFlags, withEngine } from "../../frame/subject.ts";
import { ablationPicture } from "../ablate/ablation-picture.ts";
import { type cellFlags, cellWishes, checkCells } from "./cell-flags.ts";
import { evaluationArrays } from "./evaluation-results.ts";
import { type ablationFlags, lagAblation } from "./lag-ablation.ts";
import { type lagFlags, lagWishes } from "./lag-flags.ts";
import { laggedCells } from "./lagged-cells.ts";
import type { NetworkLags } from "./network-lags.ts";
import { networkPictures } from "./network-pictures.ts";
import { studiedNetwork } from "./studied-network.ts";

type Flags = FlagValues<typeof lagFlags> &
  FlagValues<typeof ablationFlags> &
  FlagValues<typeof cellFlags> &
  FlagValues<typeof subjectFlags> & { readonly out: string | undefined; readonly raw: boolean };
type Context = Pick<CommandContext, "path"> & { readonly flags: Flags };

/** @throws UserError when one cannot be read; before anything is computed */
export async function analysedNetworks(
  context: Context,
  named: readonly NamedNetwork[],
  pace: Pace,
): Promise<NetworkLags[]> {
  const { flags } = context;
  const subjects = named.map(({ path, given }) => readSubject(path, given, choiceOf(context)));
  for (const { units } of subjects) if (units !== undefined) lagWishes(flags, { units });
  const networks: NetworkLags[] = [];
  try {
    for (const [i, subject] of subjects.entries()) {
      networks.push(await analysed(context, named[i]!, subject, paceOf(pace, i, named)));
    }
  } finally {
    pace.ended?.();
  }
  return networks;
}

const paceOf = (pace: Pace, i: number, named: readonly NamedNetwork[]): Pace =>
  named.length === 1
    ? pace
    : {
        breathe: () => pace.breathe(),
        progress: (what, share) =>
          pace.progress?.(`${i + 1} of ${named.length}, ${printable(named[i]!.given)}: ${what},`, share),
      };

const analysed = (
  context: Context,
  { given }: NamedNetwork,
  subject: Subject,
  pace: Pace,
): Promise<NetworkLags> =>
  withEngine(context, async (engine) => {
    const { flags } = context;
    const source = subject.open(engine);
    checkCells(flags, source.units);
    const studied = await studiedNetwork(engine, { given, subject, source }, flags, pace);
    const { plan, study } = studied;
    const ablation = flags.ablate ? await lagAblation(engine, subject, studied, flags, pace) : undefined;
    const network: NetworkLags = { ...studied, ablation };
    if (flags.out === undefined && flags.cells === undefined) return network;
    const cells = await laggedCells(engine, source, plan.lags, cellWishes(flags, study, source.units), pace);
    if (flags.out === undefined) return { ...network, cells };
    return {
      ...{ ...network, cells },
      evaluation: await evaluationArrays(engine, source, plan, flags.raw, pace),
      pictures: new Map([
        ...(await networkPictures(engine, source, network, cells, pace)),
        ...(ablation
          ? [
              [
                "predictive_ablation_effects",
                ablationPicture(ablation, network.title, source.conditions),
              ] as const,
            ]
          : []),
      ]),
    };
  });
