#!/usr/bin/env bun
/** The command line as a process. */
import { processIo } from "./cli/frame/io.ts";
import { runCli } from "./cli/frame/run-cli.ts";
import { commands } from "./commands.ts";

process.exitCode = await runCli(process.argv.slice(2), processIo(), commands);
