import { type Command, type CommandEntry, defineCommand } from "../src/cli/frame/command.ts";
import { UserError } from "../src/user-error.ts";
import { converse } from "./interactive.ts";
import { runScript } from "./script.ts";

/**
 * The command that starts the shell.
 * @param commandLine the commands that can be run in it by the same words
 */
export const replCommand = (commandLine: readonly CommandEntry[]): Command =>
  defineCommand({
    flags: {},
    positionals: [
      {
        name: "RUN",
        help: "a run directory, a checkpoint, quick, or an .npz of activity: opened first",
        optional: true,
      },
    ],
    details:
      "Without a terminal it reads commands from stdin, a line each, and stops at\n" +
      "the first that fails. docs/shell.md says what the shell can do.",
    examples: ["entorhinal repl", "entorhinal repl quick"],
    async run(context) {
      if (context.json) {
        throw new UserError(
          "the shell as a whole has no JSON answer",
          'its commands do: echo "info --json" | entorhinal repl quick',
          2,
        );
      }
      const [run] = context.positionals;
      const { io } = context;
      const first = run === undefined ? [] : [["open", run] as const];
      const options = { commandLine, quiet: context.quiet };
      const talking = process.stdin.isTTY && context.terminal.columns > 0 && io.stdout.isTTY;
      if (talking && io.env.TERM !== "dumb") await converse(io, first, options);
      else await runScript(io, first, options);
      context.answer(null, () => "");
    },
  });
