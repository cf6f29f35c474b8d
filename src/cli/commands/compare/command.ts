/** `compare`: any number of networks in what `evaluate` says of them, and in their settings. */
import { defaultScorer, findScorer } from "../../../analyse/scorer.ts";
import { Analysis, type Pace } from "../../../session/analysis.ts";
import { type ComparedNetwork, comparedNetwork } from "../../../session/comparison.ts";
import { namedNetworks } from "../../../session/named-networks.ts";
import { readSubject } from "../../../session/subject.ts";
import { UserError } from "../../../user-error.ts";
import { defineCommand, forceFlag } from "../../frame/command.ts";
import { answerTerminal, asciiFlag } from "../../frame/drawing-flags.ts";
import { shareProgress } from "../../frame/share-progress.ts";
import { lookOf, observationFlags, subjectFlags, withEngine } from "../../frame/subject.ts";
import { warnOfUnvisitedBins } from "../../frame/unvisited-bins.ts";
import { pictureFlags } from "../figure/picture-size.ts";
import { pictureWriter } from "../figure/picture-writer.ts";
import { comparisonSummary, showComparison } from "./compare-answer.ts";
import { comparisonPicture } from "./comparison-picture.ts";

export const command = defineCommand({
  flags: {
    ...observationFlags,
    scorer: { type: "string", placeholder: "NAME", help: "how to score", default: defaultScorer },
    out: { type: "string", placeholder: "FILE.png|.svg|.pdf", help: "draw the numbers in which they differ" },
    force: forceFlag,
    ...pictureFlags,
    ascii: asciiFlag,
    ...subjectFlags,
  },
  positionals: [
    {
      name: "RUN…",
      help: "runs, checkpoints, folders of runs, patterns such as 'runs/quick-*'",
      many: true,
    },
  ],
  details:
    "A row for each network, then mean, standard deviation (by n - 1) and range of every number, and the settings in which they differ. Each has its own null.",
  examples: [
    "entorhinal compare quick runs/first",
    "entorhinal compare 'runs/quick-*' --json",
    "entorhinal compare 'runs/quick-*' --out compare.pdf --width-mm 180",
  ],
  async run(context) {
    const { flags, positionals } = context;
    const scorer = findScorer(flags.scorer);
    const named = namedNetworks(positionals, context.io.cwd);
    if (named.length < 2) {
      throw new UserError("one network is compared with nothing", "name another, or a folder of runs", 2);
    }
    const write = flags.out === undefined ? undefined : pictureWriter(context, flags.out, flags);
    const pace = shareProgress(context);
    const subjects = named.map(({ given, path }) => readSubject(path, given, flags));
    const networks: ComparedNetwork[] = [];
    for (const [i, subject] of subjects.entries()) {
      const { given } = named[i]!;
      await withEngine(context, async (engine) => {
        const numbered = paceOf(pace, `${i + 1} of ${named.length}, ${given}:`);
        const analysis = new Analysis(engine, subject.open(engine), subject.step, numbered);
        const look = lookOf({ ...flags, scorer }, analysis.source);
        warnOfUnvisitedBins(context, (await analysis.observation(look)).rates);
        networks.push(await comparedNetwork(given, analysis, look, subject.saved?.config));
      });
    }
    const written = await write?.(comparisonPicture(networks));
    context.answer({ ...comparisonSummary(networks), ...(written && { picture: written.answer }) }, () =>
      [showComparison(networks, answerTerminal(context)), ...(written ? ["", written.line] : [])].join("\n"),
    );
  },
});

/** The same line, which says of which network it is. */
const paceOf = (pace: Pace, prefix: string): Pace => ({
  ...pace,
  progress: (what, share) => pace.progress?.(`${prefix} ${what}`, share),
});
