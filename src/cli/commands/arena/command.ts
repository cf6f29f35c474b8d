import { placesOf } from "../../../analyse/places.ts";
import { trajectoryPaths } from "../../../analyse/trajectory-paths.ts";
import { centrePairs } from "../../../code/place-code.ts";
import { defineCommand } from "../../frame/command.ts";
import { answerTerminal, asciiFlag } from "../../frame/drawing-flags.ts";
import {
  namedSubject,
  networkPositional,
  requestOf,
  subjectFlags,
  withSubject,
} from "../../frame/subject.ts";
import { arenaSummary, showArena } from "./arena-answer.ts";

export const command = defineCommand({
  flags: {
    trajectories: {
      type: "integer",
      placeholder: "N",
      help: "trajectories to draw",
      default: 2,
      minimum: 1,
    },
    steps: { type: "integer", placeholder: "T", help: "time steps of each", default: 200, minimum: 1 },
    ascii: asciiFlag,
    ...subjectFlags,
  },
  positionals: [networkPositional],
  details: "Draws the box in which a network lives, the centres of its place cells and some trajectories.",
  examples: ["entorhinal arena quick", "entorhinal arena runs/large --trajectories 1 --steps 2000"],
  async run(context) {
    const { flags } = context;
    await withSubject(context, namedSubject(context), ({ source }) => {
      const { code, parts } = placesOf(source);
      const picture = {
        box: source.arena,
        centres: centrePairs(code),
        width: code.sigma,
        others: parts.slice(1).map(({ cells, quantity }) => ({ cells, quantity })),
        paths: trajectoryPaths(source, requestOf(flags, source)),
        dt: source.dt,
      };
      context.answer(arenaSummary(picture), () => showArena(picture, { terminal: answerTerminal(context) }));
    });
  },
});
