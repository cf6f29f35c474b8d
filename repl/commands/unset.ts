import { UserError } from "../../src/user-error.ts";
import { defineShellCommand } from "../shell-command.ts";

export const command = defineShellCommand({
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
