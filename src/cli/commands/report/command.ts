/** `report`: all about a network on one page. What is on it is content.ts, how it looks is src/draw/report. */
import { createHash } from "node:crypto";
import { join } from "node:path";
import { defaultScorer, findScorer } from "../../../analyse/scorer.ts";
import { reportPage } from "../../../draw/report/page.ts";
import { pageScript } from "../../../draw/report/page-script.ts";
import type { ReportSection } from "../../../draw/report/report.ts";
import { writeFileSafely } from "../../../format/safe-write.ts";
import { type Checkpoint, networkTensors } from "../../../run/checkpoint.ts";
import { gitCommitOf } from "../../../run/manifest.ts";
import type { Analysis, Evaluation } from "../../../session/analysis.ts";
import { UserError } from "../../../user-error.ts";
import { alignColumns } from "../../frame/columns.ts";
import { defineCommand, forceFlag } from "../../frame/command.ts";
import { wrap } from "../../frame/lines.ts";
import { nullChoice, nullFlags } from "../../frame/null-flags.ts";
import { checkOutput } from "../../frame/output-file.ts";
import { shareProgress } from "../../frame/share-progress.ts";
import {
  lookOf,
  namedSubject,
  observationFlags,
  subjectFlags,
  subjectPositional,
  withSubject,
} from "../../frame/subject.ts";
import { warnOfUnvisitedBins } from "../../frame/unvisited-bins.ts";
import { evaluationAnswer } from "../evaluate/evaluation-answer.ts";
import { reportContent, verdictOf } from "./content.ts";
import type { ReportMaking } from "./making.ts";
import { originOf } from "./origin.ts";
import { readParts, reportParts } from "./parts/parts.ts";

export const command = defineCommand({
  flags: {
    out: { type: "string", placeholder: "FILE.html", help: "the page to write" },
    force: forceFlag,
    ...observationFlags,
    scorer: { type: "string", placeholder: "NAME", help: "how to score", default: defaultScorer },
    ...nullFlags,
    with: {
      type: "string",
      placeholder: "LIST",
      help: `parts that take longer: ${reportParts.map(({ name }) => name).join(",")}`,
    },
    ...subjectFlags,
  },
  positionals: [subjectPositional],
  details:
    "One HTML file that needs no network: best maps, curves, scores beside their\n" +
    "null, paths, tuning, all units to sort and filter, how to reproduce it, checksums.",
  examples: [
    "entorhinal report quick --out quick.html",
    "entorhinal report quick --out published.html --scorer banino-si --bins 32",
  ],
  async run(context) {
    const { flags } = context;
    if (flags.out === undefined) throw new UserError("report needs --out", "write: --out FILE.html", 2);
    const scorer = findScorer(flags.scorer);
    nullChoice(flags);
    const parts = readParts(flags.with);
    const out = context.path(flags.out);
    checkOutput(out, flags.force);
    const given = context.positionals[0]!;
    const subject = namedSubject(context);
    for (const part of parts) part.check?.(subject);
    const origin = originOf(subject, given);
    const progress = shareProgress(context);
    const body = async (analysis: Analysis) => {
      const look = lookOf({ ...flags, scorer }, analysis.source);
      analysis.checkNull(look);
      warnOfUnvisitedBins(context, (await analysis.observation(look)).rates, analysis.source);
      const { checkpoint } = subject.saved ?? {};
      const making: ReportMaking = {
        ...{
          scorer: scorer.name,
          look,
          choice: {
            ...{ tap: flags.tap, untrained: flags.untrained },
            ...{ worldSet: flags.worldSet, dropout: flags.dropout, data: flags.data, of: flags.of },
          },
        },
        parts: parts.map(({ name }) => name),
        blas: analysis.engine.blas?.description ?? null,
        madeAt: new Date().toISOString(),
        gitCommit: gitCommitOf(join(import.meta.dir, "../../../..")),
        weightsSha256: checkpoint && !flags.untrained ? weightsChecksum(checkpoint) : null,
      };
      const reported = {
        given,
        subject,
        analysis,
        look,
        pace: progress,
      };
      const sections: ReportSection[] = [];
      for (const part of parts) sections.push(await part.section(reported));
      progress.ended?.();
      const report = await reportContent(analysis, look, origin, subject.saved, making, sections);
      const page = new TextEncoder().encode(reportPage(report, await pageScript()));
      writeFileSafely(out, page, { force: flags.force });
      const evaluation = await analysis.evaluation(look);
      const readout = await analysis.readout(look);
      const { weightsSha256 } = making;
      const answer = { out, bytes: page.length, checkpoint: origin.file, weightsSha256 };
      context.answer({ ...answer, ...evaluationAnswer(evaluation, readout) }, () =>
        showReport(evaluation, out, page.length, context.terminal.columns),
      );
    };
    await withSubject(context, subject, body, progress);
  },
});

/** What `report` says in the terminal. */
const showReport = (evaluation: Evaluation, out: string, bytes: number, columns: number): string =>
  [
    ...wrap(verdictOf(evaluation), columns),
    "",
    ...alignColumns([[out, `${evaluation.units} units, ${(bytes / 1e6).toFixed(1)} MB`]]),
  ].join("\n");

/** Of the values of the tensors in the order of their names, without the optimizer: the same for the same weights and centres. */
function weightsChecksum(checkpoint: Checkpoint): string {
  const hash = createHash("sha256");
  const tensors = [...networkTensors(checkpoint)].sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [, { data }] of tensors)
    hash.update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  return hash.digest("hex");
}
