import { listSettings, type Setting } from "../../src/config/settings.ts";
import { type Preset, presetNames, readPreset } from "../../src/config/sources.ts";
import { leaves, type Tree } from "../../src/config/tree.ts";
import { markdownTable } from "./markdown-table.ts";

/** docs/settings.md: every setting with its default, and where each preset differs from it. */
export function settingsPage(
  settings: readonly Setting[] = listSettings(),
  presets: readonly Preset[] = presetNames().map(readPreset),
): string {
  const choices = [...new Set(settings.map(({ of }) => of))];
  return [
    "# Settings and presets",
    "",
    "Made by `bun docs/generate-commands.ts` from the schema and `presets/`. The same names are keys of `config.yaml` and",
    "of `--config`, and what `--set` takes: `--set world.boxWidth=1.5`. `bun run entorhinal presets --settings` shows them too.",
    "",
    "## Settings",
    "",
    ...choices.flatMap((choice) => settingsTable(choice, settings)),
    "## Presets",
    "",
    ...markdownTable(
      ["preset", "what it is"],
      presets.map(({ name, description }) => [`[${name}](#${name})`, asText(description)]),
    ),
    ...presets.flatMap((preset) => presetSection(preset, settings)),
    "",
  ].join("\n");
}

/** Of the usual task and network, or what another choice has instead of them. */
function settingsTable(choice: string | undefined, settings: readonly Setting[]): string[] {
  const rows = settings
    .filter(({ of }) => of === choice)
    .map(({ key, default: value, help }) => [`\`${key}\``, String(value), asText(help)]);
  const heading =
    choice === undefined
      ? []
      : [
          `### With ${choice}`,
          "",
          "Settings of its own, and those above that have another default or meaning with it.",
          "",
        ];
  return [...heading, ...markdownTable(["setting", "default", "meaning"], rows), ""];
}

function presetSection({ name, source, layer }: Preset, settings: readonly Setting[]): string[] {
  const defaults = defaultsFor(layer.tree, settings);
  const others = leaves(layer.tree).filter(([key, value]) => defaults.get(key) !== value);
  const rows = others.map(([key, value]) => [`\`${key}\``, String(value), String(defaults.get(key))]);
  return [
    "",
    `### ${name}`,
    "",
    `${asText(source)}.`,
    "",
    ...(rows.length === 0
      ? ["Every setting has its default."]
      : markdownTable(["setting", "here", "default"], rows)),
  ];
}

/** Those of the usual settings, and over them what goes with a choice of the tree. */
function defaultsFor(tree: Tree, settings: readonly Setting[]): Map<string, unknown> {
  const chosen = leaves(tree).map(([key, value]) => `${key}=${value}`);
  const usual = settings.filter(({ of }) => of === undefined);
  const others = settings.filter(({ of }) => of !== undefined && chosen.includes(of));
  return new Map([...usual, ...others].map(({ key, default: value }) => [key, value]));
}

/** Without what Markdown would take for a link or for emphasis. */
const asText = (text: string): string => text.replace(/[[\]*_]/g, "\\$&");
