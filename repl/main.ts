/** The shell as a process: the command line, begun with the word `repl`. */
import { processIo } from "../src/cli/frame/io.ts";
import { runCli } from "../src/cli/frame/run-cli.ts";
import { commands } from "../src/commands.ts";

process.exitCode = await runCli(["repl", ...process.argv.slice(2)], processIo(), commands);
