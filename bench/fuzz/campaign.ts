/** Runs the cases of a target in a process beside, which may crash, hang or eat the memory, and goes on behind the case that did. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Batch, progressFile, type Report } from "./run-cases.ts";

export interface Campaign {
  /** The program that runs a batch. */
  readonly program: string;
  readonly good: string;
  readonly seed: number;
  readonly target: string;
  readonly from: number;
  readonly to: number;
  /** Longest that one input may take. */
  readonly seconds: number;
  /** Most memory that one input may add. */
  readonly megabytes: number;
}

export interface Finding {
  readonly kind: "crash" | "hang" | "memory";
  /** Of the case. */
  readonly number: number;
  readonly what: string;
}

export interface Outcome {
  readonly target: string;
  readonly inputs: number;
  readonly read: number;
  readonly refused: number;
  readonly peakMegabytes: number;
  readonly findings: readonly Finding[];
}

const secondsToStart = 60;
const pollMilliseconds = 50;

export async function runCampaign(campaign: Campaign): Promise<Outcome> {
  const findings: Finding[] = [];
  let [read, refused, peakMegabytes] = [0, 0, 0];
  for (let from = campaign.from; from < campaign.to; ) {
    const part = await runBatch({ ...campaign, from });
    findings.push(...part.findings);
    read += part.read;
    refused += part.refused;
    peakMegabytes = Math.max(peakMegabytes, part.peakMegabytes);
    from = part.next;
  }
  const { target, to } = campaign;
  return { target, inputs: to - campaign.from, read, refused, peakMegabytes, findings };
}

interface Part extends Pick<Outcome, "read" | "refused" | "peakMegabytes" | "findings"> {
  /** The case to go on with. */
  readonly next: number;
}

async function runBatch(campaign: Campaign): Promise<Part> {
  const folder = mkdtempSync(join(tmpdir(), "entorhinal-fuzz-"));
  try {
    const { good, seed, target, from, to, megabytes } = campaign;
    const batch: Batch = { good, seed, target, from, to, megabytes, folder };
    const child = Bun.spawn([process.execPath, campaign.program, JSON.stringify(batch)], {
      env: { ...process.env, TMPDIR: folder },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const output = Promise.all([child.stdout.text(), child.stderr.text()]);
    const killed = await watch(child, campaign, join(folder, progressFile));
    const [stdout, stderr] = await output;
    const reports = stdout.trimEnd().split("\n").flatMap(parseReport);
    const [number, read, refused] = progressIn(join(folder, progressFile)) ?? [];
    if (number === undefined) throw new Error(`${target} did not begin: ${stderr}`);
    const findings = reports.flatMap((line) => (line.kind === "done" ? [] : [line]));
    const counts = { read: read!, refused: refused! };
    const done = reports.find((line) => line.kind === "done");
    if (done) return { ...counts, findings, peakMegabytes: done.peakMegabytes, next: to };
    const how = child.signalCode ?? `exit ${child.exitCode}`;
    const last = killed ?? {
      kind: "crash",
      number,
      what: `ends the process: ${how} ${stderr.slice(0, 300)}`,
    };
    return { ...counts, findings: [...findings, last], peakMegabytes: 0, next: number + 1 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Kills the process when a case takes too long or too much. @returns what that case did */
async function watch(
  child: Bun.Subprocess,
  { seconds, megabytes }: Campaign,
  progress: string,
): Promise<Finding | undefined> {
  let [at, since] = [-1, performance.now()];
  let first: number | undefined;
  while (child.exitCode === null && child.signalCode === null) {
    await Promise.race([child.exited, Bun.sleep(pollMilliseconds)]);
    const [number = -1] = progressIn(progress) ?? [];
    if (number !== at) [at, since] = [number, performance.now()];
    const limit = at < 0 ? secondsToStart : seconds;
    const memory = memoryOf(child.pid);
    if (at >= 0) first ??= memory;
    const late = performance.now() - since > 1000 * limit;
    // What is left behind by many inputs counts once: it is collected when memory gets short.
    const large = memory - (first ?? memory) > 4 * megabytes;
    if (!late && !large) continue;
    child.kill("SIGKILL");
    await child.exited;
    const what = late ? `no answer within ${limit} s` : `the process has ${Math.round(memory)} MB`;
    return { kind: late ? "hang" : "memory", number: at, what };
  }
  return undefined;
}

function progressIn(path: string): Float64Array | undefined {
  try {
    const bytes = readFileSync(path);
    return bytes.length === 24 ? new Float64Array(new Uint8Array(bytes).buffer) : undefined;
  } catch {
    return undefined;
  }
}

/** Resident memory of another process in MB; 0 where the system does not say. */
function memoryOf(pid: number): number {
  try {
    const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0;
    return Number(kilobytes) / 1024;
  } catch {
    return 0;
  }
}

function parseReport(line: string): Report[] {
  try {
    return [JSON.parse(line) as Report];
  } catch {
    return [];
  }
}
