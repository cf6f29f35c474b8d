/** Runs cases in a process that may be ended by one: before each it notes where whoever waits for it can read which it is. */
import { mkdirSync, openSync, readFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../../src/user-error.ts";
import { Dice } from "./dice.ts";
import { damagedFile, type Target } from "./target.ts";

/** Which cases of which target. */
export interface Batch {
  readonly seed: number;
  readonly target: string;
  readonly from: number;
  readonly to: number;
  /** Most memory that one input may add. */
  readonly megabytes: number;
  /** What the targets are made of; see openTargets. */
  readonly good: string;
  /** An empty folder to work in; `progress` is written there. */
  readonly folder: string;
}

/** One line that the process prints. */
export type Report =
  | { readonly kind: "done"; readonly peakMegabytes: number }
  | { readonly kind: "crash" | "memory"; readonly number: number; readonly what: string };

/** Where {@link runCases} stands: case, inputs read, inputs refused. */
export const progressFile = "progress";

/** The file of a case: it depends on these three alone. */
export const caseFile = (target: Target, seed: number, number: number): Uint8Array =>
  damagedFile(target, new Dice(`${seed}/${target.name}/${number}`));

/** The most that this process has had at once. Linux counts as `maxRSS` also what a process had that started it. */
function most(): number {
  const status = process.platform === "linux" ? readFileSync("/proc/self/status", "utf8") : "";
  const [, kibibytes] = /^VmHWM:\s+(\d+) kB$/m.exec(status) ?? [];
  return (kibibytes === undefined ? process.resourceUsage().maxRSS : Number(kibibytes)) / 1024;
}

const now = (): number => process.memoryUsage.rss() / 2 ** 20;

export async function runCases(
  open: (folder: string, good: string) => Promise<readonly Target[]>,
  batch: Batch,
  report: (line: Report) => void,
): Promise<void> {
  mkdirSync(join(batch.folder, "work"));
  const target = (await open(join(batch.folder, "work"), batch.good)).find(
    ({ name }) => name === batch.target,
  );
  if (!target) throw new Error(`nothing is called ${batch.target}`);
  const progress = openSync(join(batch.folder, progressFile), "w");
  const counts = new Float64Array(3);
  for (const { good } of target.samples) await target.read(good);
  const begin = now();
  for (let number = batch.from; number < batch.to; number++) {
    counts[0] = number;
    writeSync(progress, counts, 0, counts.byteLength, 0);
    const file = caseFile(target, batch.seed, number);
    const [before, mostBefore] = [now(), most()];
    try {
      await target.read(file);
      counts[1]!++;
    } catch (error) {
      if (error instanceof UserError) counts[2]!++;
      else report({ kind: "crash", number, what: describe(error) });
    }
    const added = most() > mostBefore ? most() - before : 0;
    if (added > batch.megabytes) {
      report({ kind: "memory", number, what: `${Math.round(added)} MB for ${file.length} bytes` });
    }
  }
  counts[0] = batch.to;
  writeSync(progress, counts, 0, counts.byteLength, 0);
  report({ kind: "done", peakMegabytes: most() - begin });
}

const longest = 600;

/** In short: what was thrown, and where. */
function describe(error: unknown): string {
  const text =
    error instanceof Error ? `${error.name}: ${error.message}\n${error.stack ?? ""}` : String(error);
  return text.length > longest ? `${text.slice(0, longest)} …` : text;
}
