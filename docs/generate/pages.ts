import { commands } from "../../src/commands.ts";
import { commandsPage } from "./commands-page.ts";
import { settingsPage } from "./settings-page.ts";

/** The pages that are made from the code, by their names in docs/. */
export const generatedPages = async (): Promise<Readonly<Record<string, string>>> => ({
  "commands.md": await commandsPage(commands),
  "settings.md": settingsPage(),
});
