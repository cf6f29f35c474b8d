import { placeCodeMap, predictedPlaceMap } from "../../../analyse/place-map.ts";
import { placesOf } from "../../../analyse/places.ts";
import { usualBins } from "../../../analyse/scorer.ts";
import { defineCommand } from "../../frame/command.ts";
import { drawingFlags, drawingOf } from "../../frame/drawing-flags.ts";
import {
  namedSubject,
  networkPositional,
  observationFlags,
  readIndex,
  requestOf,
  subjectFlags,
  withSubject,
} from "../../frame/subject.ts";
import { placeSummary, showPlace } from "./place-answer.ts";

export const command = defineCommand({
  flags: {
    ...observationFlags,
    trajectories: {
      ...observationFlags.trajectories,
      help: "fresh trajectories to run along",
      default: 2000,
    },
    ...drawingFlags,
    ...subjectFlags,
  },
  positionals: [networkPositional, { name: "CELL", help: "number of the place cell, from 0" }],
  details:
    "Draws what the place code says of a cell beside what the network says: the softmax of its output, or the sigmoid where cells are asked for densities, mean over the visits of each bin. Of several ensembles the cells of the first are counted.",
  examples: ["entorhinal place quick 100"],
  async run(context) {
    const subject = namedSubject(context);
    const drawing = await drawingOf(context);
    await withSubject(context, subject, ({ engine, source }) => {
      const { code } = placesOf(source);
      const cell = readIndex(context.positionals[1]!, "place cell", code.cells);
      const { bins = usualBins } = context.flags;
      const options = { ...requestOf(context.flags, source), bins };
      const picture = {
        cell,
        centre: [code.centresX.view[cell]!, code.centresY.view[cell]!] as const,
        code: placeCodeMap(engine, source, cell, bins),
        predicted: predictedPlaceMap(engine, source, cell, options),
      };
      context.answer(placeSummary(picture), () => showPlace(picture, drawing));
    });
  },
});
