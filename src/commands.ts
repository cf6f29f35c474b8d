/** Where the command line is put together: here alone it is known that there are benchmarks and a shell. */
import { commands as commandLine } from "./cli/commands/commands.ts";
import type { CommandEntry } from "./cli/frame/command.ts";

/** What the shell runs by the same words: everything but itself. */
export const shellEntries: readonly CommandEntry[] = [
  ...commandLine,
  {
    name: "bench",
    summary: "how fast this machine is, beside what it can do at best",
    load: async () => (await import("../bench/cli/command.ts")).command,
  },
];

/** All commands, in the order of `--help`. */
export const commands: readonly CommandEntry[] = [
  ...shellEntries,
  {
    name: "repl",
    summary: "the interactive shell: all of this on one open run",
    load: async () => (await import("../repl/command.ts")).replCommand(shellEntries),
  },
];
