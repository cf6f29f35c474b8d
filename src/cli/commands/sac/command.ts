import { describeGridUnit } from "../../../analyse/grid-unit.ts";
import { observe } from "../../../analyse/observe.ts";
import { mapOf } from "../../../analyse/rate-map.ts";
import { defaultScorer, findScorer } from "../../../analyse/scorer.ts";
import { defineCommand } from "../../frame/command.ts";
import { drawingFlags, drawingOf } from "../../frame/drawing-flags.ts";
import { observationFlags, observationOptions } from "../../frame/observation-flags.ts";
import { warnOfUnvisitedBins } from "../../frame/unvisited-bins.ts";
import {
  namedNetwork,
  networkPositional,
  readIndex,
  subjectFlags,
  withSubject,
} from "../../frame/with-subject.ts";
import { sacSummary, showSac } from "./sac-report.ts";

export const command = defineCommand({
  flags: {
    ...observationFlags,
    ...drawingFlags,
    scorer: { type: "string", placeholder: "NAME", help: "how to score", default: defaultScorer },
    ...subjectFlags,
  },
  positionals: [networkPositional, { name: "UNIT", help: "number of the unit, from 0" }],
  details:
    "Draws the rate map of a unit beside its spatial autocorrelogram and the ring of its best hexagonal score. Spacing and orientation are those of the six peaks nearest to the middle.",
  examples: ["entorhinal sac quick 67", "entorhinal sac runs/large 7 --scorer pearson --json"],
  async run(context) {
    const { flags } = context;
    const scorer = findScorer(flags.scorer);
    const saved = namedNetwork(context);
    const unit = readIndex(context.positionals[1]!, "unit", saved.config.model.units);
    const drawing = await drawingOf(context);
    await withSubject(context, saved, (engine, subject) => {
      const { rates } = observe(engine, subject, {
        ...observationOptions(flags, saved.config),
        decoding: false,
      });
      warnOfUnvisitedBins(context, rates);
      const map = mapOf(rates, unit).values;
      const grid = describeGridUnit(engine, map, rates.binsX, subject.arena, scorer);
      const picture = { unit, map, grid, box: subject.arena };
      context.answer(sacSummary(picture), () => showSac(picture, drawing));
    });
  },
});
