import { describeGridUnit } from "../../src/analyse/grid-unit.ts";
import { mapOf } from "../../src/analyse/rate-map.ts";
import { sacSummary, showSac } from "../../src/cli/commands/sac/sac-answer.ts";
import { unitMeasures } from "../../src/session/unit-measures.ts";
import { observed, openAnalysis } from "../computed.ts";
import { defineShellCommand } from "../shell-command.ts";
import { unitFrom } from "../unit-number.ts";

export const command = defineShellCommand({
  flags: {},
  positionals: [{ name: "UNIT", help: "its number; else the unit looked at", kind: "unit", optional: true }],
  details:
    "The rate map, its autocorrelogram, and the ring of the best hexagonal score. `sac RUN UNIT` is another network's.",
  examples: ["sac 12", "sac"],
  async run(shell, parsed) {
    const unit = await unitFrom(shell, parsed.positionals[0]);
    const observation = await observed(shell);
    const { rates } = observation;
    const { engine, source } = await openAnalysis(shell);
    const map = mapOf(rates, unit).values;
    const grid = describeGridUnit(engine, map, rates.binsX, source.arena, shell.settings.look.scorer);
    shell.show(unit);
    const measures = unitMeasures(observation, unit, source);
    const picture = { unit, map, grid, measures, box: source.arena };
    shell.answer(parsed, sacSummary(picture), () => showSac(picture, { terminal: shell.terminal }));
  },
});
