/** `modules`: whether the grids of a network come in a few spacings. The measures are src/analyse/population.ts and modules.ts. */
import { defaultScorer, findScorer } from "../../../analyse/scorer.ts";
import { Analysis } from "../../../session/analysis.ts";
import { populationsOf, usualPopulation } from "../../../session/populations.ts";
import { UserError } from "../../../user-error.ts";
import { defineCommand, forceFlag } from "../../frame/command.ts";
import { answerTerminal, asciiFlag } from "../../frame/drawing-flags.ts";
import { paragraphs } from "../../frame/lines.ts";
import { checkOutput, writeArrays } from "../../frame/output-file.ts";
import { shareProgress } from "../../frame/share-progress.ts";
import {
  lookOf,
  mapsOnly,
  namedSubject,
  observationFlags,
  subjectFlags,
  subjectPositional,
  withSubject,
} from "../../frame/subject.ts";
import { warnOfUnvisitedBins } from "../../frame/unvisited-bins.ts";
import { modulesSummary, showModules } from "./modules-answer.ts";
import { moduleArrays } from "./modules-arrays.ts";

export const command = defineCommand({
  flags: {
    ...observationFlags,
    scorer: { type: "string", placeholder: "NAME", help: "how to score", default: defaultScorer },
    shuffles: {
      type: "integer",
      placeholder: "N",
      help: "jitter shuffles of the spacings",
      default: usualPopulation.shuffles,
      minimum: 1,
      maximum: 100_000,
    },
    most: {
      type: "integer",
      placeholder: "N",
      help: "modules to look for at most",
      default: usualPopulation.most,
      minimum: 1,
      maximum: 20,
    },
    out: { type: "string", placeholder: "FILE.npz", help: "write the arrays" },
    force: forceFlag,
    ascii: asciiFlag,
    ...subjectFlags,
  },
  positionals: [subjectPositional],
  details:
    "Of the units whose hexagonal score exceeds 95 % of matched noise: spacing, orientation and ellipticity with their spread, mixtures of Gaussians of the spacing chosen by BIC, and how discrete the spacings are against jitter of them. Beside the same of the noise that exceeds it, and of the network before its first step.",
  examples: ["entorhinal modules quick", "entorhinal modules runs/large --bins 32 --out modules.npz"],
  async run(context) {
    const { flags } = context;
    const scorer = findScorer(flags.scorer);
    const out = flags.out === undefined ? undefined : context.path(flags.out);
    if (out !== undefined) checkOutput(out, flags.force);
    const subject = namedSubject(context);
    const pace = shareProgress(context);
    await withSubject(
      context,
      subject,
      async (analysis) => {
        const { engine, source } = analysis;
        const look = mapsOnly(lookOf({ ...flags, scorer }, source));
        warnOfUnvisitedBins(context, (await analysis.observation(look)).rates, analysis.source);
        const options = { shuffles: flags.shuffles, most: flags.most };
        const found = await populationsOf("units", analysis, look, options);
        if (!found)
          throw new UserError("no unit has a score and a map that varies", "train the network longer");
        const twin = subject.untrained?.();
        const before =
          twin &&
          (await populationsOf("untrained", new Analysis(engine, twin.open(engine), 0, pace), look, options));
        const all = [found.units, found.noise, ...(before ? [before.units] : [])];
        const told = {
          ...{ populations: all, shuffles: flags.shuffles },
          grid: await analysis.scores(look),
          noise: (await analysis.noise(look))!,
        };
        const file = out === undefined ? [] : [writeArrays(out, moduleArrays(all, scorer), source, flags)];
        context.answer({ ...modulesSummary(told), out: out ?? null }, () =>
          paragraphs(showModules(told, answerTerminal(context)), file),
        );
      },
      pace,
    );
  },
});
