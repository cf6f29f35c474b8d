import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { generatedPages } from "../../docs/generate/pages.ts";
import { settingsPage } from "../../docs/generate/settings-page.ts";
import { flagName } from "../../src/cli/frame/flags.ts";
import { commands } from "../../src/commands.ts";
import { listSettings } from "../../src/config/settings.ts";

const pages = await generatedPages();

test.each(Object.keys(pages))("docs/%s is what `bun docs/generate-commands.ts` writes", (name) => {
  expect(readFileSync(join(import.meta.dir, "../../docs", name), "utf8")).toBe(pages[name]!);
});

test("settings that go with another network stand by themselves, and its presets are held to them", () => {
  const setting = (key: string, value: unknown, of?: string) => ({ key, default: value, help: key, of });
  const settings = [
    setting("model.units", 256),
    setting("model.products", "auto"),
    setting("model.units", 64, "model.kind=other"),
    setting("model.gates", 3, "model.kind=other"),
  ];
  const preset = (name: string, model: Record<string, unknown>) => ({
    ...{ name, description: "some", source: "nowhere", text: "" },
    layer: { origin: name, tree: { model } },
  });
  const presets = [
    preset("usual", { units: 64, products: "auto" }),
    preset("its", { kind: "other", units: 64, gates: 2 }),
  ];
  const page = settingsPage(settings, presets);
  const part = (from: string, to: string) => page.split(from)[1]!.split(to)[0]!;
  const [usual, other] = [part("## Settings", "###"), part("### With model.kind=other", "## Presets")];
  expect(usual).toMatch(/`model.units` +\| 256 +\|/);
  expect(usual).not.toContain("gates");
  expect(other).toMatch(/`model.units` +\| 64 +\|/);
  expect(other).toContain("`model.gates`");
  expect(other).not.toContain("products");
  const changes = (text: string) =>
    [...text.matchAll(/`(model\.\w+)` +\| (\w+) +\| (\w+)/g)].map((match) => match.slice(1));
  expect(changes(part("### usual", "###"))).toEqual([["model.units", "64", "256"]]);
  expect(changes(part("### its", "###"))).toContainEqual(["model.gates", "2", "3"]);
  expect(changes(part("### its", "###"))).not.toContainEqual(["model.units", "64", "256"]);
});

test("every command with its flags, and every setting, is on its page", async () => {
  for (const entry of commands) {
    const { flags } = await entry.load();
    const section = pages["commands.md"]!.split(`\n## ${entry.name}\n`)[1]!.split("\n## ")[0]!;
    for (const key of Object.keys(flags)) expect(section).toContain(`| \`${flagName(key)}`);
  }
  for (const { key } of listSettings()) expect(pages["settings.md"]).toContain(`| \`${key}\``);
});
