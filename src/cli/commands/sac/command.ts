import { describeGridUnit } from "../../../analyse/grid-unit.ts";
import { mapOf } from "../../../analyse/rate-map.ts";
import { defaultScorer, findScorer } from "../../../analyse/scorer.ts";
import { unitMeasures } from "../../../session/unit-measures.ts";
import { defineCommand } from "../../frame/command.ts";
import { drawingFlags, drawingOf } from "../../frame/drawing-flags.ts";
import {
  lookOf,
  mapsOnly,
  namedSubject,
  observationFlags,
  readIndex,
  subjectFlags,
  subjectPositional,
  withSubject,
} from "../../frame/subject.ts";
import { warnOfUnvisitedBins } from "../../frame/unvisited-bins.ts";
import { sacSummary, showSac } from "./sac-answer.ts";

export const command = defineCommand({
  flags: {
    ...observationFlags,
    ...drawingFlags,
    scorer: { type: "string", placeholder: "NAME", help: "how to score", default: defaultScorer },
    ...subjectFlags,
  },
  positionals: [subjectPositional, { name: "UNIT", help: "number of the unit, from 0" }],
  details:
    "Draws the rate map of a unit beside its spatial autocorrelogram and the ring of its best hexagonal score. Spacing and orientation are those of the six peaks nearest to the middle; the other measures are those of docs/measures.md.",
  examples: ["entorhinal sac quick 67", "entorhinal sac runs/large 7 --scorer pearson --json"],
  async run(context) {
    const { flags } = context;
    const scorer = findScorer(flags.scorer);
    const subject = namedSubject(context);
    const drawing = await drawingOf(context);
    await withSubject(context, subject, async (analysis) => {
      const { engine, source } = analysis;
      const unit = readIndex(context.positionals[1]!, "unit", source.units);
      const observation = await analysis.observation(mapsOnly(lookOf({ ...flags, scorer }, source)));
      const { rates } = observation;
      warnOfUnvisitedBins(context, rates, analysis.source);
      const map = mapOf(rates, unit).values;
      const grid = describeGridUnit(engine, map, rates.binsX, source.arena, scorer);
      const measures = unitMeasures(observation, unit, source);
      const picture = { unit, map, grid, measures, box: source.arena };
      context.answer(sacSummary(picture), () => showSac(picture, drawing));
    });
  },
});
