import { readPreset } from "../../src/config/sources.ts";
import { taskOf } from "../../src/tasks/tasks.ts";
import { backgroundOf } from "../background/background.ts";
import { draftChanges, draftConfig } from "../background/draft.ts";
import { defineShellCommand } from "../shell-command.ts";

export const command = defineShellCommand({
  flags: {},
  positionals: [{ name: "PRESET", help: "what to begin with", kind: "preset" }],
  details: "Begins a configuration for train. What set has set for training before stays set on top of it.",
  examples: ["new quick", "set train.steps 500", "train"],
  run(shell, parsed) {
    const preset = parsed.positionals[0]!;
    const { description } = readPreset(preset);
    const draft = { preset };
    const changes = draftChanges(draft, shell.settings.assignments);
    backgroundOf(shell).draft = draft;
    const config = draftConfig(draft, shell.settings.assignments);
    const { train } = config;
    shell.answer(parsed, { preset, config, changes }, () =>
      [
        `${preset}: ${description}`,
        `  ${taskOf(config.task).describe(config)}, ${train.steps} steps of ${train.batchSize} rats`,
        ...changes.map((line) => `  ${line}`),
        "  set KEY VALUE changes it, train begins",
      ].join("\n"),
    );
  },
});
