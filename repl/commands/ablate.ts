import type { ShellCommand } from "../shell-command.ts";
import { ofOpenRun } from "./of-open-run.ts";

export const command = (): Promise<ShellCommand> =>
  ofOpenRun("ablate", async () => (await import("../../src/cli/commands/ablate/command.ts")).command, [
    "ablate --top 8,32",
    "ablate --units 'grid60>0.8' --trials 50",
  ]);
