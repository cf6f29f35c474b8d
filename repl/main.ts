import { processIo } from "../src/cli/io.ts";
import { runCli } from "../src/cli/run-cli.ts";

process.exitCode = await runCli(["repl", ...process.argv.slice(2)], processIo());
