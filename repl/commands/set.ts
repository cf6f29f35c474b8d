/** `set` and `unset`: settings put there and taken back. What they mean is shell-settings.ts's. */
import { alignColumns } from "../../src/cli/frame/columns.ts";
import { UserError } from "../../src/user-error.ts";
import { backgroundOf } from "../background/background.ts";
import { type Draft, draftChanges, draftConfig } from "../background/draft.ts";
import { defineShellCommand } from "../shell-command.ts";
import { lookNames } from "../shell-settings.ts";

const isTraining = (key: string): boolean => !(lookNames as readonly string[]).includes(key);

export const setCommand = defineShellCommand({
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

export const unsetCommand = defineShellCommand({
  flags: {},
  positionals: [{ name: "KEY", help: "what was set", kind: "setting" }],
  run(shell, parsed) {
    const key = parsed.positionals[0]!;
    if (!shell.settings.unset(key)) {
      const keys = shell.settings.entries.map(([name]) => name);
      const set = keys.length === 0 ? "nothing is set" : `set are: ${keys.join(" ")}`;
      throw new UserError(`${key} is not set`, set, 2);
    }
    shell.answer(parsed, { settings: Object.fromEntries(shell.settings.entries) }, () => "");
  },
});

/** `key value` and `key=value`. @throws UserError (exit 2) when there is a key without a value */
function splitAssignment(words: readonly string[]): [key: string, value: string] | [] {
  const [key, value] = words;
  if (key === undefined) return [];
  if (value !== undefined) return [key, value];
  const at = key.indexOf("=");
  if (at > 0) return [key.slice(0, at), key.slice(at + 1)];
  throw new UserError(`set ${key} lacks its value`, `write: set ${key} VALUE`, 2);
}

/** What the configuration of `new` has become. */
function differences(draft: Draft, assignments: readonly string[]): string {
  const changes = draftChanges(draft, assignments);
  if (changes.length === 0) return `as in ${draft.preset}`;
  return [`${draft.preset}, but`, ...changes.map((line) => `  ${line}`)].join("\n");
}
