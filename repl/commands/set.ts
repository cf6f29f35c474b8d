import { alignColumns } from "../../src/cli/columns.ts";
import { splitAssignment } from "../assignment.ts";
import { defineShellCommand } from "../shell-command.ts";

export const command = defineShellCommand({
  flags: {},
  positionals: [
    {
      name: "KEY",
      help: "scorer, bins, trajectories, steps, or one of train",
      kind: "setting",
      optional: true,
    },
    { name: "VALUE", help: "its value", kind: "text", optional: true },
  ],
  details:
    "scorer, bins, trajectories and steps say how the open run is looked at; all other settings are for the next train. " +
    "Alone it lists what is set. presets --settings explains the settings; unset takes one back.",
  examples: ["set bins 32", "set scorer banino-si", "set train.learningRate 0.001", "set"],
  run(shell, parsed) {
    const [key, value] = splitAssignment(parsed.positionals);
    if (key !== undefined) shell.settings.set(key, value!);
    const { entries } = shell.settings;
    shell.answer(parsed, { settings: Object.fromEntries(entries) }, () => {
      if (key !== undefined) return "";
      return entries.length === 0 ? "nothing is set" : alignColumns(entries).join("\n");
    });
  },
});
