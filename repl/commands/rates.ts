import { mapOf } from "../../src/analyse/rate-map.ts";
import { finiteRange } from "../../src/draw/grid.ts";
import { heatMap } from "../../src/draw/heat-map.ts";
import { formatSignificant } from "../../src/draw/text.ts";
import { observed } from "../computed.ts";
import { defineShellCommand } from "../shell-command.ts";
import { unitFrom } from "../unit-number.ts";

export const command = defineShellCommand({
  flags: {},
  positionals: [{ name: "UNIT", help: "its number; else the unit looked at", kind: "unit", optional: true }],
  examples: ["rates 12"],
  async run(shell, parsed) {
    const unit = await unitFrom(shell, parsed.positionals[0]);
    const { rates } = await observed(shell);
    shell.show(unit);
    const map = mapOf(rates, unit);
    const [lowest, highest] = finiteRange(map.values) ?? [Number.NaN, Number.NaN];
    const { binsX, binsY, occupancy } = rates;
    const answer = { unit, bins: [binsY, binsX], rateMap: map.values, occupancy, lowest, highest };
    shell.answer(parsed, answer, () =>
      [
        `#${unit}  ${formatSignificant(lowest)} to ${formatSignificant(highest)}`,
        ...heatMap(map, shell.terminal, { wide: true }),
      ].join("\n"),
    );
  },
});
