/** `baseline`: how far a network without memory comes on the same paths. The network is src/analyse/feed-forward. */
import { decodePaths } from "../../../analyse/decode-paths.ts";
import { FeedForwardLearner } from "../../../analyse/feed-forward/learn.ts";
import { npyArray } from "../../../format/npy-array.ts";
import { defineCommand, forceFlag } from "../../frame/command.ts";
import { answerTerminal, asciiFlag } from "../../frame/drawing-flags.ts";
import { checkOutput, writeArrays } from "../../frame/output-file.ts";
import { shareProgress } from "../../frame/share-progress.ts";
import {
  namedSubject,
  networkPositional,
  requestOf,
  subjectFlags,
  withSubject,
} from "../../frame/subject.ts";
import { baselineSummary, showBaseline } from "./baseline-answer.ts";

export const command = defineCommand({
  flags: {
    updates: {
      type: "integer",
      placeholder: "N",
      help: "batches that the baseline learns from",
      default: 2000,
      minimum: 0,
      maximum: 10_000_000,
    },
    batch: {
      type: "integer",
      placeholder: "N",
      help: "paths a batch",
      default: 1024,
      minimum: 1,
      maximum: 100_000,
    },
    learningRate: {
      type: "number",
      placeholder: "RATE",
      help: "of the baseline, by Adam",
      default: 0.001,
      minimum: 1e-9,
      maximum: 1,
    },
    trajectories: {
      type: "integer",
      placeholder: "N",
      help: "fresh trajectories on which both are compared",
      default: 1000,
      minimum: 1,
      maximum: 1_000_000,
    },
    steps: {
      type: "integer",
      placeholder: "T",
      help: "time steps of each (default: as trained)",
      minimum: 1,
      maximum: 10_000,
    },
    out: { type: "string", placeholder: "FILE.npz", help: "write the errors after each step" },
    force: forceFlag,
    ascii: asciiFlag,
    ...subjectFlags,
  },
  positionals: [networkPositional],
  details:
    "The baseline is given a whole path at once (all turns and speeds, the first place and heading) and answers with all positions and headings: two layers of 100 rectified units, mean squared error. It learns from other trajectories of the same kind than those on which it is compared; of files from those behind these, again and again. It has no code, no units along a path and no walls.",
  examples: ["entorhinal baseline quick", "entorhinal baseline quick --updates 5000 --out errors.npz"],
  async run(context) {
    const { flags } = context;
    const out = flags.out === undefined ? undefined : context.path(flags.out);
    if (out !== undefined) checkOutput(out, flags.force);
    const pace = shareProgress(context);
    await withSubject(context, namedSubject(context), async ({ engine, source }) => {
      const request = requestOf(flags, source);
      const network = decodePaths(engine, source, request);
      const learner = new FeedForwardLearner(engine, source, request, {
        ...{ updates: flags.updates, batch: flags.batch, learningRate: flags.learningRate },
      });
      const losses: number[] = [];
      for (let update = 0; update < flags.updates; update++) {
        losses.push(learner.update());
        pace.progress?.("the baseline learns", (update + 1) / flags.updates);
        await pace.breathe();
      }
      pace.ended?.();
      const picture = {
        ...{ network, losses, baseline: learner.errors(), updates: flags.updates, batch: flags.batch },
        levels: source.levels(request.seed).decodeErrorCm!,
      };
      const arrays = {
        network: npyArray(network.errorByStepCm, [request.steps]),
        baseline: npyArray(picture.baseline.errorByStepCm, [request.steps]),
        loss: npyArray(Float64Array.from(losses), [losses.length]),
      };
      const file = out === undefined ? [] : [writeArrays(out, arrays, source, flags)];
      context.answer({ ...baselineSummary(picture), out: out ?? null }, () =>
        [showBaseline(picture, { terminal: answerTerminal(context) }), ...file].join("\n\n"),
      );
    });
  },
});
