/** `null`: scores of the units beside those of noise. The noise itself is src/analyse/null.ts's. */
import { aboveNull, markedThresholds } from "../../src/analyse/beyond-noise.ts";
import { fallingThresholds } from "../../src/analyse/thresholds.ts";
import { describeNull, gridVerdict } from "../../src/cli/commands/evaluate/verdict.ts";
import { wrapProse } from "../../src/cli/frame/lines.ts";
import { survivalBars } from "../../src/draw/survival-bars.ts";
import { UserError } from "../../src/user-error.ts";
import { nullOf, scored } from "../computed.ts";
import { defineShellCommand } from "../shell-command.ts";

export const command = defineShellCommand({
  flags: {},
  positionals: [],
  details: "Hexagonal scores of the units beside those of noise that is as smooth as their maps.",
  async run(shell, parsed) {
    const scores = await scored(shell);
    const noise = await nullOf(shell);
    if (!noise) {
      throw new UserError("no unit has a score and a map that varies", "there is nothing to match noise to");
    }
    shell.figure = ["scores"];
    const { units: maps, smoothing, seed, p95 } = noise;
    const answer = {
      scorer: scores.scorer,
      bins: scores.bins,
      maps,
      smoothing,
      seed,
      p95,
      aboveNull: aboveNull(scores, noise),
      grid60: noise.grid60,
    };
    const prose = (text: string) => wrapProse(text, shell.terminal.columns);
    shell.answer(parsed, answer, () =>
      [
        prose(gridVerdict(scores, noise)),
        prose(`${describeNull(noise)}; seed ${seed}`),
        prose(`hexagonal score (${scores.scorer}, ${scores.bins} bins), share above each threshold`),
        ...survivalBars(
          [
            { label: "units", scores: scores.grid60 },
            { label: "null", scores: noise.grid60 },
          ],
          fallingThresholds,
          shell.terminal,
          markedThresholds(p95.grid60),
        ),
      ].join("\n"),
    );
  },
});
