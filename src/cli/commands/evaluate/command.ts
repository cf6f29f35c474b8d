import { activeUnits } from "../../../analyse/activity.ts";
import { scoreMaps } from "../../../analyse/grid-score.ts";
import { matchedNull } from "../../../analyse/null.ts";
import { type Observation, observe, type Subject } from "../../../analyse/observe.ts";
import { defaultScorer, findScorer, type Scorer } from "../../../analyse/scorer.ts";
import { decodeFloorCm } from "../../../code/place-floors.ts";
import { type Engine, openEngine } from "../../../engine/engine.ts";
import { openSubject, readNetwork, type SavedNetwork } from "../../../session/open-network.ts";
import { chanceCm } from "../../../world/arena.ts";
import { blasFlag, defineCommand, seedFlag, workersFlag } from "../../frame/command.ts";
import { answerTerminal, asciiFlag } from "../../frame/drawing-flags.ts";
import { observationFlags, observationOptions } from "../../frame/observation-flags.ts";
import { warnOfUnvisitedBins } from "../../frame/unvisited-bins.ts";
import { type Evaluation, evaluationSummary, showEvaluation } from "./evaluation-report.ts";

export const command = defineCommand({
  flags: {
    ...observationFlags,
    scorer: { type: "string", placeholder: "NAME", help: "how to score", default: defaultScorer },
    ascii: asciiFlag,
    seed: seedFlag,
    blas: blasFlag,
    workers: workersFlag,
  },
  positionals: [{ name: "RUN|CHECKPOINT", help: "a run directory, a checkpoint file, or quick" }],
  details:
    "Lets the network run along fresh trajectories. The null is smoothed noise of the same resolution and smoothness, scored by the same scorer.",
  examples: ["entorhinal evaluate quick", "entorhinal evaluate runs/large --scorer deepmind-code --json"],
  async run(context) {
    const { flags } = context;
    const scorer = findScorer(flags.scorer);
    const given = context.positionals[0]!;
    const saved = readNetwork(context.path(given), given);
    const engine = await openEngine({ workers: flags.workers, blas: flags.blas });
    try {
      const options = observationOptions(flags, saved.config);
      const warn = ({ rates }: Observation) => warnOfUnvisitedBins(context, rates);
      const evaluation = evaluate(engine, saved, scorer, options, warn);
      context.answer(evaluationSummary(evaluation), () =>
        showEvaluation(evaluation, answerTerminal(context)),
      );
    } finally {
      engine.close();
    }
  },
});

/** Everything `evaluate` says of a network. `onObserved` is called before the maps are scored, which takes long with many bins. */
export function evaluate(
  engine: Engine,
  saved: SavedNetwork,
  scorer: Scorer,
  options: ReturnType<typeof observationOptions>,
  onObserved: (observation: Observation) => void = () => {},
): Evaluation {
  const subject = openSubject(engine, saved);
  const observation = observe(engine, subject, options);
  onObserved(observation);
  return { step: saved.checkpoint.step, ...judge(engine, subject, observation, scorer, options) };
}

function judge(
  engine: Engine,
  subject: Subject,
  observation: Observation,
  scorer: Scorer,
  { seed, bins }: ReturnType<typeof observationOptions>,
): Omit<Evaluation, "step"> {
  const { rateMap, units } = observation.rates;
  const shape = { units, bins };
  const scores = scoreMaps(engine, rateMap, shape, scorer);
  return {
    observation,
    floorCm: decodeFloorCm(engine, subject.readout.code, { seed }, subject.readout.topK),
    chanceCm: chanceCm(subject.arena),
    units,
    activeUnits: activeUnits(observation.activity).length,
    scorer,
    scores,
    noise: matchedNull(engine, scorer, rateMap, shape, scores.grid60, seed),
  };
}
