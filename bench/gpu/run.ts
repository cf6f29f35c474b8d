/** What this machine's graphics card makes of entorhinal. bun bench/gpu/run.ts --help says more. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import packageJson from "../../package.json" with { type: "json" };
import { describeMachine } from "../../src/engine/machine.ts";
import { readFileText } from "../../src/format/read-file.ts";
import { gitCommitOf } from "../../src/run/manifest.ts";
import { findDriver } from "./check/find-driver.ts";
import { nvidiaCard } from "./check/nvidia-card.ts";
import { type PartOutcome, runPart, secondsFor, skipped } from "./check/run-part.ts";
import { stepTimes } from "./check/step-table.ts";
import { showEnd, showPart, showSteps } from "./check/summary.ts";
import { driverTries } from "./check/vulkan-drivers.ts";
import { partNames, parts } from "./parts.ts";
import { jobOf } from "./published-job.ts";

const help = `usage: bun bench/gpu/run.ts [flags]

  --out FILE      everything as one JSON document (gpu-check.json)
  --minutes N     longest that all may take (6)
  --only NAMES    these parts, as in doctor,webgpu
  --small         sizes of a moment, to try it without a card

Parts: ${parts.map(({ name, what }) => `\n  ${name.padEnd(12)}${what}`).join("")}

Each part is a process of its own with a time limit; one that fails is noted, and the others go on.
`;

const { values } = parseArgs({
  options: {
    out: { type: "string", default: "gpu-check.json" },
    minutes: { type: "string", default: "6" },
    only: { type: "string" },
    small: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});
const [minutes, only] = [Number(values.minutes), values.only?.split(",")];
const unknown = only?.filter((name) => !partNames.includes(name)) ?? [];
if (values.help || !(minutes > 0) || unknown.length > 0) {
  process.stdout.write(help);
  process.exit(values.help ? 0 : 2);
}

/** For what is left to be done at the end. */
const reserveSeconds = 3;
const began = performance.now();
const elapsed = (): number => (performance.now() - began) / 1000;

const folder = mkdtempSync(join(tmpdir(), "entorhinal-gpu-"));
const root = join(import.meta.dir, "../..");
const libraries = join(root, "carried-libraries");
const { small } = values;
const startedAt = new Date().toISOString();
const card = nvidiaCard();
const tries = driverTries({
  env: process.env,
  carried: existsSync(libraries) ? libraries : undefined,
  folder,
});
const { tried, chosen } = await findDriver(tries);
console.log(`${card ?? "nvidia-smi finds no card"}\nadapters are looked for ${chosen.how}`);

const ending = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => ending.abort(signal));

const outcomes: PartOutcome[] = [];
for (const part of parts.filter(({ name }) => only?.includes(name) ?? true)) {
  if (ending.signal.aborted) break;
  const seconds = secondsFor(part, 60 * minutes - reserveSeconds - elapsed());
  // PyTorch brings its own libraries.
  const env = part.name === "torch" ? process.env : chosen.env;
  const outcome =
    seconds === undefined
      ? skipped(part, `no time is left of ${minutes} minutes`)
      : await runPart(part, { seconds, small, env, signal: ending.signal });
  outcomes.push(outcome);
  console.log(`\n${showPart(outcome)}`);
  save();
}
rmSync(folder, { recursive: true });
console.log(`\n${showSteps(timesOf())}\n\n${showEnd(outcomes, elapsed())}\n${values.out}`);
process.exit(ending.signal.aborted ? 1 : 0);

function timesOf() {
  return stepTimes(
    outcomes.flatMap(({ results }) => results),
    jobOf(small),
  );
}

/** After each part, so that nothing is lost when all is ended from outside. */
function save(): void {
  const { version } = packageJson;
  const document = {
    ...{ format: 1, entorhinal: version, gitCommit: packedCommit(), bun: Bun.version, startedAt },
    ...{ minutes, small, seconds: elapsed(), machine: describeMachine(), card },
    drivers: { tried, chosen: chosen.how },
    parts: outcomes,
    steps: timesOf(),
  };
  writeFileSync(values.out, `${JSON.stringify(document, null, 1)}\n`);
}

/** A pack has no history, but a note of where it was made. */
function packedCommit(): string | null {
  const note = join(root, "packed-commit.json");
  return existsSync(note) ? JSON.parse(readFileText(note)) : gitCommitOf(root);
}
