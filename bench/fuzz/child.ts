/** The process that a campaign may lose. */
import { writeSync } from "node:fs";
import { type Batch, runCases } from "./run-cases.ts";
import { openTargets } from "./targets.ts";

await runCases(openTargets, JSON.parse(process.argv[2]!) as Batch, (line) => {
  writeSync(1, `${JSON.stringify(line)}\n`);
});
process.exit(0);
