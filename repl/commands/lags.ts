import type { ShellCommand } from "../shell-command.ts";
import { ofOpenRun } from "./of-open-run.ts";

export const command = (): Promise<ShellCommand> =>
  ofOpenRun("lags", async () => (await import("../../src/cli/commands/lags/command.ts")).command, [
    "lags",
    "lags --by distance --shuffles 100",
    "lags --rule ouchi2024",
  ]);
