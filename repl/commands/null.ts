/** `null`: scores of the units beside those of a null, which is src/session/null-scores.ts's. */
import { aboveNull, markedThresholds } from "../../src/analyse/beyond-noise.ts";
import { nullNames } from "../../src/analyse/nulls/null-scores.ts";
import { fallingThresholds } from "../../src/analyse/thresholds.ts";
import { chanceSentence, describeNull, gridVerdict } from "../../src/cli/commands/evaluate/verdict.ts";
import { wrapProse } from "../../src/cli/frame/lines.ts";
import { nullChoice, nullFlags } from "../../src/cli/frame/null-flags.ts";
import { survivalBars } from "../../src/draw/survival-bars.ts";
import { UserError } from "../../src/user-error.ts";
import { nullOf, scored } from "../computed.ts";
import { defineShellCommand } from "../shell-command.ts";

export const command = defineShellCommand({
  flags: { shuffles: nullFlags.shuffles },
  positionals: [
    { name: "NULL", help: `${nullNames.join(", ")}; else the one that is set`, kind: "null", optional: true },
  ],
  details:
    "Hexagonal scores of the units beside those of a null: the NULL, or what `set null KIND` chooses, noise as smooth as their maps unless it is said.",
  examples: ["null", "null field-shuffle", "null time-shift --shuffles 500"],
  async run(shell, { positionals, flags: { shuffles: wanted }, ...parsed }) {
    const [given] = positionals;
    const set = shell.settings.look;
    const isSet = given === undefined && wanted === undefined;
    const named = given ?? set.null ?? nullFlags.null.default;
    const ofNull = await nullOf(shell, isSet ? undefined : nullChoice({ null: named, shuffles: wanted }));
    const scores = await scored(shell);
    if (!ofNull) {
      throw new UserError("no unit has a score and a map that varies", "there is nothing to match noise to");
    }
    shell.figure = ["scores"];
    const { kind, shuffles, smoothing, seed, p95 } = ofNull;
    const answer = {
      scorer: scores.scorer,
      bins: scores.bins,
      kind,
      eachUnit: !ofNull.pooled,
      maps: shuffles,
      smoothing,
      seed,
      p95,
      aboveNull: aboveNull(scores, ofNull),
      grid60: ofNull.grid60,
    };
    const prose = (text: string) => wrapProse(text, shell.terminal.columns);
    shell.answer(parsed, answer, () =>
      [
        prose(gridVerdict(scores, ofNull)),
        prose(chanceSentence(scores, ofNull)),
        prose(`${describeNull(ofNull)}; seed ${seed}`),
        prose(`hexagonal score (${scores.scorer}, ${scores.bins} bins), share above each threshold`),
        ...survivalBars(
          [
            { label: "units", scores: scores.grid60 },
            { label: "null", scores: ofNull.grid60 },
          ],
          fallingThresholds,
          shell.terminal,
          markedThresholds(p95.grid60),
        ),
      ].join("\n"),
    );
  },
});
