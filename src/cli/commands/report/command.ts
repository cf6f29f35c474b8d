import { createHash } from "node:crypto";
import { join } from "node:path";
import { defaultScorer, findScorer } from "../../../analyse/scorer.ts";
import { reportPage } from "../../../draw/report/page.ts";
import { pageScript } from "../../../draw/report/page-script.ts";
import { openEngine } from "../../../engine/engine.ts";
import { writeFileSafely } from "../../../format/safe-write.ts";
import { type Checkpoint, networkTensors } from "../../../run/checkpoint.ts";
import { gitCommitOf } from "../../../run/manifest.ts";
import { readNetwork } from "../../../session/open-network.ts";
import { UserError } from "../../../user-error.ts";
import { alignColumns } from "../../frame/columns.ts";
import { blasFlag, defineCommand, forceFlag, seedFlag, workersFlag } from "../../frame/command.ts";
import { wrap } from "../../frame/lines.ts";
import { observationFlags, observationOptions } from "../../frame/observation-flags.ts";
import { checkOutput } from "../../frame/output-file.ts";
import { shareProgress } from "../../frame/share-progress.ts";
import { warnOfUnvisitedBins } from "../../frame/unvisited-bins.ts";
import { evaluate } from "../evaluate/command.ts";
import { type Evaluation, evaluationSummary } from "../evaluate/evaluation-report.ts";
import { reportContent, verdictOf } from "./content.ts";
import type { ReportMaking } from "./making.ts";
import { originOf } from "./origin.ts";

export const command = defineCommand({
  flags: {
    out: { type: "string", placeholder: "FILE.html", help: "the page to write" },
    force: forceFlag,
    ...observationFlags,
    scorer: { type: "string", placeholder: "NAME", help: "how to score", default: defaultScorer },
    seed: seedFlag,
    blas: blasFlag,
    workers: workersFlag,
  },
  positionals: [{ name: "RUN|CHECKPOINT", help: "a run directory, a checkpoint file, or quick" }],
  details:
    "One HTML file that needs no network: configuration, curves, scores beside their\n" +
    "null, a gallery of all units to sort and filter, and how to reproduce it.",
  examples: [
    "entorhinal report quick --out quick.html",
    "entorhinal report quick --out published.html --scorer banino-si --bins 32",
  ],
  async run(context) {
    const { flags } = context;
    if (flags.out === undefined) throw new UserError("report needs --out", "write: --out FILE.html", 2);
    const scorer = findScorer(flags.scorer);
    const out = context.path(flags.out);
    checkOutput(out, flags.force);
    const given = context.positionals[0]!;
    const path = context.path(given);
    const saved = readNetwork(path, given);
    const origin = originOf(path, given, saved);
    const options = observationOptions(flags, saved.config);
    const engine = await openEngine({ workers: flags.workers, blas: flags.blas });
    const progress = shareProgress(context, `running along ${options.trajectories} trajectories`);
    try {
      const following = { ...options, onProgress: progress.update };
      const evaluation = evaluate(engine, saved, scorer, following, ({ rates }) => {
        progress.end();
        warnOfUnvisitedBins(context, rates);
      });
      const making: ReportMaking = {
        scorer: scorer.name,
        observation: options,
        blas: engine.blas?.description ?? null,
        madeAt: new Date().toISOString(),
        gitCommit: gitCommitOf(join(import.meta.dir, "../../../..")),
        weightsSha256: weightsChecksum(saved.checkpoint),
      };
      const report = reportContent(engine, evaluation, origin, saved, making);
      const page = new TextEncoder().encode(reportPage(report, await pageScript()));
      writeFileSafely(out, page, { force: flags.force });
      const { checkpoint } = origin;
      const { weightsSha256 } = making;
      const numbers = evaluationSummary(evaluation);
      context.answer({ out, bytes: page.length, checkpoint, weightsSha256, ...numbers }, () =>
        showReport(evaluation, out, page.length, context.terminal.columns),
      );
    } finally {
      progress.end();
      engine.close();
    }
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
