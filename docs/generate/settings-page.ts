import { listSettings } from "../../src/config/settings.ts";
import { type Preset, presetNames, readPreset } from "../../src/config/sources.ts";
import { leaves } from "../../src/config/tree.ts";
import { markdownTable } from "./markdown-table.ts";

/** docs/settings.md: every setting with its default, and where each preset differs from it. */
export function settingsPage(): string {
  const presets = presetNames().map(readPreset);
  return [
    "# Settings and presets",
    "",
    "Made by `bun docs/generate-commands.ts` from the schema and `presets/`. The same names are keys of `config.yaml` and",
    "of `--config`, and what `--set` takes: `--set world.boxWidth=1.5`. `bun run entorhinal presets --settings` shows them too.",
    "",
    "## Settings",
    "",
    ...markdownTable(
      ["setting", "default", "meaning"],
      listSettings().map(({ key, default: value, help }) => [`\`${key}\``, String(value), asText(help)]),
    ),
    "",
    "## Presets",
    "",
    ...markdownTable(
      ["preset", "what it is"],
      presets.map(({ name, description }) => [`[${name}](#${name})`, asText(description)]),
    ),
    ...presets.flatMap(presetSection),
    "",
  ].join("\n");
}

function presetSection({ name, source, layer }: Preset): string[] {
  const defaults = new Map(listSettings().map(({ key, default: value }) => [key, value]));
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

/** Without what Markdown would take for a link or for emphasis. */
const asText = (text: string): string => text.replace(/[[\]*_]/g, "\\$&");
