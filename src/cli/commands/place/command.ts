import { placeCodeMap, predictedPlaceMap } from "../../../analyse/place-map.ts";
import { defineCommand } from "../../frame/command.ts";
import { drawingFlags, drawingOf } from "../../frame/drawing-flags.ts";
import { observationFlags, observationOptions } from "../../frame/observation-flags.ts";
import {
  namedNetwork,
  networkPositional,
  readIndex,
  subjectFlags,
  withSubject,
} from "../../frame/with-subject.ts";
import { placeSummary, showPlace } from "./place-report.ts";

export const command = defineCommand({
  flags: {
    ...observationFlags,
    trajectories: { ...observationFlags.trajectories, default: 2000 },
    ...drawingFlags,
    ...subjectFlags,
  },
  positionals: [networkPositional, { name: "CELL", help: "number of the place cell, from 0" }],
  details:
    "Draws what the place code says of a cell beside what the network says: the softmax of its output, mean over the visits of each bin.",
  examples: ["entorhinal place quick 100"],
  async run(context) {
    const saved = namedNetwork(context);
    const cell = readIndex(context.positionals[1]!, "place cell", saved.config.code.placeCells);
    const options = observationOptions(context.flags, saved.config);
    const drawing = await drawingOf(context);
    await withSubject(context, saved, (engine, subject) => {
      const { centresX, centresY } = subject.readout.code;
      const picture = {
        cell,
        centre: [centresX.view[cell]!, centresY.view[cell]!] as const,
        code: placeCodeMap(engine, subject, cell, options.bins),
        predicted: predictedPlaceMap(engine, subject, cell, options),
      };
      context.answer(placeSummary(picture), () => showPlace(picture, drawing));
    });
  },
});
