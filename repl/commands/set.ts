/** `set` and `unset`: settings shown, put there and taken back. What they mean is shell-settings.ts's. */
import { alignColumns } from "../../src/cli/frame/columns.ts";
import { showSetting } from "../../src/config/diff.ts";
import { truncate } from "../../src/draw/text.ts";
import { suggestion } from "../../src/suggest.ts";
import { UserError } from "../../src/user-error.ts";
import { backgroundOf } from "../background/background.ts";
import { type Draft, draftChanges, draftConfig } from "../background/draft.ts";
import { type ListedSetting, lookSettings, trainingSettings } from "../listed-settings.ts";
import { showLines } from "../pages.ts";
import type { Shell } from "../shell.ts";
import { defineShellCommand, type ShellParsed } from "../shell-command.ts";
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
    "Alone it lists all of them with their values and where these come from; with a KEY alone it explains that one. unset takes one back.",
  examples: ["set bins 32", "set scorer banino-si", "set train.learningRate 0.001", "set", "set bins"],
  async run(shell, parsed) {
    const [key, value] = splitAssignment(parsed.positionals);
    if (key === undefined) await listAll(shell, parsed);
    else if (value === undefined) await showOne(shell, parsed, key);
    else put(shell, parsed, key, value);
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

/** `key value`, `key=value`, and `key` alone. */
function splitAssignment(words: readonly string[]): [key?: string, value?: string] {
  const [key, value] = words;
  if (key === undefined) return [];
  if (value !== undefined) return [key, value];
  const at = key.indexOf("=");
  if (at > 0) return [key.slice(0, at), key.slice(at + 1)];
  return [key];
}

function put(shell: Shell, parsed: ShellParsed, key: string, value: string): void {
  const { draft } = backgroundOf(shell);
  if (draft && isTraining(key)) draftConfig(draft, [...shell.settings.assignments, `${key}=${value}`]);
  shell.settings.set(key, value);
  const { entries, assignments } = shell.settings;
  shell.answer(parsed, { settings: Object.fromEntries(entries) }, () =>
    draft && isTraining(key) ? differences(draft, assignments) : "",
  );
}

async function listAll(shell: Shell, parsed: ShellParsed): Promise<void> {
  const [look, training] = [await lookSettings(shell), trainingSettings(shell)];
  if (parsed.json) {
    shell.answer(parsed, { settings: [...look, ...training] }, () => "");
    return;
  }
  const lines = alignColumns([...look, ...training].map(rowOf)).map((line) =>
    truncate(line, shell.terminal.columns, shell.terminal.unicode),
  );
  await showLines(shell, [
    ...lines.slice(0, look.length),
    "",
    "of the next train",
    ...lines.slice(look.length),
  ]);
}

async function showOne(shell: Shell, parsed: ShellParsed, key: string): Promise<void> {
  const all = [...(await lookSettings(shell)), ...trainingSettings(shell)];
  const found = all.find((setting) => setting.key === key);
  if (!found) {
    const keys = all.map((setting) => setting.key);
    throw new UserError(`there is no setting ${key}`, suggestion(key, keys, "set lists them"), 2);
  }
  shell.answer(parsed, found, () =>
    [alignColumns([rowOf(found)]).join(""), ...(found.help === "" ? [] : [`  ${found.help}`])].join("\n"),
  );
}

const rowOf = ({ key, value, from }: ListedSetting): string[] => [key, showSetting(value ?? undefined), from];

/** What the configuration of `new` has become. */
function differences(draft: Draft, assignments: readonly string[]): string {
  const changes = draftChanges(draft, assignments);
  if (changes.length === 0) return `as in ${draft.preset}`;
  return [`${draft.preset}, but`, ...changes.map((line) => `  ${line}`)].join("\n");
}
