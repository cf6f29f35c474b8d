/** One part of the check, in a process of its own: bun bench/gpu/part.ts NAME [--small]. */
import { partNames, parts } from "./parts.ts";
import { type Result, SkippedError, skippedCode } from "./result.ts";

const [name, ...flags] = process.argv.slice(2);
const part = parts.find((one) => one.name === name);
if (!part) throw new Error(`no part is called ${name}: ${partNames.join(", ")}`);

try {
  const run = await part.load();
  await run({
    small: flags.includes("--small"),
    say: (result: Result) => void process.stdout.write(`${JSON.stringify(result)}\n`),
  });
  process.exit(0);
} catch (error) {
  const { stack, message } = error as Error;
  // The last line is what stands in the report.
  process.stderr.write(`${stack}\n${message.replaceAll(/\s*\n\s*/g, "; ")}\n`);
  process.exit(error instanceof SkippedError ? skippedCode : 1);
}
