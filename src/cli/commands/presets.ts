import { listSettings } from "../../config/settings.ts";
import { presetNames, readPreset } from "../../config/sources.ts";
import { printableLines } from "../../printable.ts";
import { UserError } from "../../user-error.ts";
import { alignColumns } from "../frame/columns.ts";
import { defineCommand } from "../frame/command.ts";

export const command = defineCommand({
  flags: {
    settings: { type: "boolean", help: "list all settings with their defaults and meaning instead" },
  },
  positionals: [{ name: "NAME", help: "preset to print", optional: true }],
  examples: [
    "entorhinal presets",
    "entorhinal presets quick > mine.yaml",
    "entorhinal train --config mine.yaml",
  ],
  async run(context) {
    const [name] = context.positionals;
    if (context.flags.settings) {
      if (name !== undefined) {
        const mend = `leave out ${name}, or --settings to print the preset`;
        throw new UserError("--settings lists the settings of all presets, not of one", mend, 2);
      }
      const settings = listSettings();
      const rows = settings.map((setting) => [setting.key, String(setting.default), setting.help]);
      context.answer({ settings }, () =>
        alignColumns([["setting", "default", "meaning"], ...rows], context.terminal.columns).join("\n"),
      );
      return;
    }
    if (name !== undefined) {
      const { text, description, source, layer } = readPreset(name);
      context.answer({ name, description, source, config: layer.tree }, () => printableLines(text));
      return;
    }
    const presets = presetNames().map(readPreset);
    const rows = presets.map(({ name, description, source }) => ({ name, description, source }));
    const lines = alignColumns(
      rows.flatMap((row) => [
        [row.name, row.description],
        ["", row.source],
      ]),
      context.terminal.columns,
    );
    context.answer({ presets: rows }, () => lines.join("\n"));
  },
});
