import { alignColumns } from "../../src/cli/frame/columns.ts";
import { splitAssignment } from "../assignment.ts";
import { backgroundOf } from "../background/background.ts";
import { type Draft, draftChanges, draftConfig } from "../background/draft.ts";
import { defineShellCommand } from "../shell-command.ts";
import { lookNames } from "../shell-settings.ts";

const isTraining = (key: string): boolean => !(lookNames as readonly string[]).includes(key);

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
    const { draft } = backgroundOf(shell);
    if (key !== undefined) {
      if (draft && isTraining(key)) draftConfig(draft, [...shell.settings.assignments, `${key}=${value}`]);
      shell.settings.set(key, value!);
    }
    const { entries, assignments } = shell.settings;
    shell.answer(parsed, { settings: Object.fromEntries(entries) }, () => {
      if (key !== undefined) return draft && isTraining(key) ? differences(draft, assignments) : "";
      return entries.length === 0 ? "nothing is set" : alignColumns(entries).join("\n");
    });
  },
});

/** What the configuration of `new` has become. */
function differences(draft: Draft, assignments: readonly string[]): string {
  const changes = draftChanges(draft, assignments);
  if (changes.length === 0) return `as in ${draft.preset}`;
  return [`${draft.preset}, but`, ...changes.map((line) => `  ${line}`)].join("\n");
}
