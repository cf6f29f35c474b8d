import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { generatedPages } from "../../docs/generate/pages.ts";
import { flagName } from "../../src/cli/frame/flags.ts";
import { commands } from "../../src/commands.ts";
import { listSettings } from "../../src/config/settings.ts";

const pages = await generatedPages();

test.each(Object.keys(pages))("docs/%s is what `bun docs/generate-commands.ts` writes", (name) => {
  expect(readFileSync(join(import.meta.dir, "../../docs", name), "utf8")).toBe(pages[name]!);
});

test("every command with its flags, and every setting, is on its page", async () => {
  for (const entry of commands) {
    const { flags } = await entry.load();
    const section = pages["commands.md"]!.split(`\n## ${entry.name}\n`)[1]!.split("\n## ")[0]!;
    for (const key of Object.keys(flags)) expect(section).toContain(`| \`${flagName(key)}`);
  }
  for (const { key } of listSettings()) expect(pages["settings.md"]).toContain(`| \`${key}\``);
});
