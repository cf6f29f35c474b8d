/** Evaluates several networks one after the other, each in an engine of its own. */
import type { Scorer } from "../../../analyse/scorer.ts";
import { printable } from "../../../printable.ts";
import { analysisOf } from "../../../session/analysis-of.ts";
import { type ComparedNetwork, comparedNetwork } from "../../../session/comparison.ts";
import { namedNetworks } from "../../../session/named-networks.ts";
import { readSubject } from "../../../session/subject.ts";
import { UserError } from "../../../user-error.ts";
import type { CommandContext } from "../../frame/command.ts";
import type { FlagValues } from "../../frame/flags.ts";
import type { NullValues } from "../../frame/null-flags.ts";
import { shareProgress } from "../../frame/share-progress.ts";
import { choiceOf, lookOf, type subjectFlags, withEngine } from "../../frame/subject.ts";
import { warnOfUnvisitedBins } from "../../frame/unvisited-bins.ts";

type Context = Omit<CommandContext, "flags"> & {
  readonly flags: Pick<
    FlagValues<typeof subjectFlags>,
    "tap" | "untrained" | "worldSet" | "dropout" | "data" | "blas" | "workers" | "seed"
  > & {
    readonly trajectories?: number | undefined;
    readonly steps?: number | undefined;
  };
};

/**
 * @param given names, folders, patterns
 * @throws UserError when they are fewer than two, or one cannot be read; before anything is computed
 */
export async function comparedNetworks(
  context: Context,
  given: readonly string[],
  chosen: Partial<NullValues> & { readonly bins?: number | undefined; readonly scorer: Scorer },
): Promise<ComparedNetwork[]> {
  const { flags } = context;
  const named = namedNetworks(given, context.io.cwd);
  if (named.length < 2) {
    throw new UserError("one network is compared with nothing", "name another, or a folder of runs", 2);
  }
  const pace = shareProgress(context);
  const subjects = named.map((one) => readSubject(one.path, one.given, choiceOf(context)));
  const networks: ComparedNetwork[] = [];
  try {
    for (const [i, subject] of subjects.entries()) {
      const name = named[i]!.given;
      await withEngine(context, async (engine) => {
        const analysis = analysisOf(engine, subject, {
          breathe: pace.breathe,
          progress: (what, share) =>
            pace.progress?.(
              `${i + 1} of ${named.length}, ${printable(name)}: ${what},`,
              (i + share) / named.length,
            ),
        });
        const look = lookOf({ ...flags, ...chosen }, analysis.source);
        analysis.checkNull(look);
        warnOfUnvisitedBins(context, (await analysis.observation(look)).rates, analysis.source);
        networks.push(await comparedNetwork(name, analysis, look, subject.saved?.config));
      });
    }
  } finally {
    pace.ended?.();
  }
  return networks;
}
