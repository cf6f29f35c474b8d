/** `decode`: true paths beside those that the network believes to go. */
import { decodePaths } from "../../../analyse/decode-paths.ts";
import { decodeWays } from "../../../analyse/readout-errors.ts";
import { decodeFloorCm } from "../../../code/place-floors.ts";
import { npyArray } from "../../../format/npy-array.ts";
import { defineCommand, forceFlag } from "../../frame/command.ts";
import { answerTerminal, asciiFlag } from "../../frame/drawing-flags.ts";
import { checkOutput, writeArrays } from "../../frame/output-file.ts";
import {
  namedSubject,
  networkPositional,
  requestOf,
  subjectFlags,
  withSubject,
} from "../../frame/subject.ts";
import { decodeSummary, showDecoded } from "./decode-answer.ts";

const byName = {
  "best-cell": decodeWays.bestCell,
  "best-three": decodeWays.bestThree,
  "weighted-mean": decodeWays.weightedMean,
} as const;
const ways = Object.keys(byName) as (keyof typeof byName)[];

export const command = defineCommand({
  flags: {
    trajectories: {
      type: "integer",
      placeholder: "N",
      help: "fresh trajectories to decode",
      default: 1000,
      minimum: 1,
    },
    steps: {
      type: "integer",
      placeholder: "T",
      help: "time steps of each (default: as trained)",
      minimum: 1,
    },
    by: {
      type: "string",
      placeholder: "WAY",
      help: `how places are read out: ${ways.join(", ")} (default: as trained)`,
      choices: ways,
    },
    encoded: { type: "boolean", help: "the code itself, without the network: encoded and decoded again" },
    draw: { type: "integer", placeholder: "N", help: "paths to draw", default: 3, minimum: 0 },
    out: { type: "string", placeholder: "FILE.npz", help: "write paths and errors" },
    force: forceFlag,
    ascii: asciiFlag,
    ...subjectFlags,
  },
  positionals: [networkPositional],
  details:
    "Arrays of --out: true and decoded [N, T, 2] m, error [N, T] m; of networks with head-direction cells true_heading and decoded_heading [N, T] rad. More steps than the network was trained for show how its error grows. Of two agents the best cells of each sample fall into two clusters, given to both as is nearer in four dimensions; paths and errors are those of the agent of --of, and beside them stands the median error of both.",
  examples: ["entorhinal decode quick", "entorhinal decode quick --steps 100 --out paths.npz"],
  async run(context) {
    const { flags } = context;
    const out = flags.out === undefined ? undefined : context.path(flags.out);
    if (out !== undefined) checkOutput(out, flags.force);
    await withSubject(context, namedSubject(context), ({ engine, source }) => {
      const request = requestOf(flags, source);
      const by = flags.by === undefined ? undefined : byName[flags.by];
      const paths = decodePaths(engine, source, request, { by, ofCode: flags.encoded });
      const levels = source.levels(request.seed);
      const { floor, chance } = levels.decodeErrorCm!;
      const floorCm =
        by === undefined ? floor : decodeFloorCm(engine, source.places!.code, { seed: request.seed }, by);
      const picture = {
        ...{ paths, box: source.arena, floorCm, chanceCm: chance, bothCm: levels.bothErrorCm },
        ...{ drawn: flags.draw, ofCode: flags.encoded },
      };
      const shape = [paths.trajectories, paths.steps];
      const arrays = {
        true: npyArray(paths.position, [...shape, 2]),
        decoded: npyArray(paths.decoded, [...shape, 2]),
        error: npyArray(paths.error, shape),
        ...(paths.headings && {
          true_heading: npyArray(paths.headings.truth, shape),
          decoded_heading: npyArray(paths.headings.decoded, shape),
        }),
      };
      const file = out === undefined ? [] : [writeArrays(out, arrays, source, flags)];
      context.answer({ ...decodeSummary(picture), out: out ?? null }, () => {
        const text = showDecoded(picture, { terminal: answerTerminal(context) });
        return [text, ...file].join("\n\n");
      });
    });
  },
});
