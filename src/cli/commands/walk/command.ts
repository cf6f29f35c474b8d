/** `walk`: a rat in its box and on the rate maps of a few units, and where the network thinks it is. */
import { bestUnits } from "../../../analyse/best-units.ts";
import { defaultScorer } from "../../../analyse/scorer.ts";
import { defineCommand } from "../../frame/command.ts";
import { fullScreen } from "../../frame/full-screen.ts";
import { leaveAtOnce } from "../../frame/screen.ts";
import { shareProgress } from "../../frame/share-progress.ts";
import {
  lookOf,
  mapsOnly,
  namedSubject,
  observationFlags,
  subjectFlags,
  subjectPositional,
  withSubject,
} from "../../frame/subject.ts";
import { takeScreen } from "../../frame/taken-screen.ts";
import { readUnits, unitsFlag } from "../../frame/unit-list.ts";
import { Walk } from "./walk.ts";
import { walkFlags } from "./walk-flags.ts";

export const millisecondsPerFrame = 100;
/** Of a picture that stays. */
export const pageRows = 30;

export const command = defineCommand({
  flags: {
    ...observationFlags,
    ...walkFlags,
    units: unitsFlag,
    scorer: { type: "string", placeholder: "NAME", help: "how to score", default: defaultScorer },
    ...subjectFlags,
  },
  positionals: [subjectPositional],
  details:
    "Shows the maps of the units of the highest hexagonal score, or of --units, the rat on each of them and how the unit fires there. " +
    "The network hears velocities only, and integrates them far longer than it was trained to. Space pauses, . makes a step, + and - " +
    "change the speed, arrow keys the units, n the rat, q leaves. Without a terminal it shows one rat at its end.",
  examples: ["entorhinal walk quick", "entorhinal walk runs/first --units 3,7 --seconds 30"],
  async run(context) {
    const { flags, io } = context;
    const subject = namedSubject(context);
    await withSubject(
      context,
      subject,
      async (analysis) => {
        const { engine, source } = analysis;
        const look = mapsOnly(lookOf(flags, source));
        const units =
          flags.units === undefined
            ? bestUnits((await analysis.scores(look)).grid60)
            : readUnits(flags.units, source.units);
        const { rates } = await analysis.observation(look);
        const walked = { engine, source, rates, units, network: subject.name };
        const walk = new Walk(walked, { seed: flags.seed ?? 0, seconds: flags.seconds });
        if (!context.json && io.screen && context.progressTerminal.interactive) {
          // Ctrl-C leaves the picture as q does.
          const interruption = io.interruption({ once: "", twice: leaveAtOnce });
          const screen = takeScreen(io, io.screen);
          try {
            await fullScreen(screen, {
              millisecondsPerFrame,
              signal: interruption.signal,
              draw: (terminal, rows) => walk.draw(terminal, rows, performance.now()),
              onKey: ({ name }) => {
                walk.key(name);
                return false;
              },
            });
          } finally {
            screen.giveBack();
            interruption.end();
          }
        } else walk.finish();
        const page = walk.page(context.terminal, pageRows);
        context.answer({ network: subject.name, ...walk.answer }, () => page.join("\n"));
      },
      shareProgress(context),
    );
  },
});
