/** metrics.jsonl: one JSON object a line, appended while a run trains. */
import { closeSync, existsSync, fstatSync, ftruncateSync, openSync, readFileSync, writeSync } from "node:fs";
import { fileTrouble } from "../format/file-trouble.ts";
import { writeFileSafely } from "../format/safe-write.ts";
import { UserError } from "../user-error.ts";

/** `step` counts from 1; NaN is stored as null. Every training has loss, secondsPerStep, learningRate and gradientNorm, and what its task measures. */
export interface Metrics {
  readonly step: number;
  readonly [name: string]: number | null;
}

export interface MetricsLog {
  /**
   * Writes the whole line at once: a process killed at any moment leaves whole lines, but for the last at worst.
   * @throws FileError when it does not fit; no part of it is left
   */
  append(metrics: Metrics): void;
  /** Whether what is written can still be found under its name. */
  isInPlace(): boolean;
  close(): void;
}

/** Opens the log for appending; it is made when there is none. @throws FileError when it cannot be written */
export function openMetricsLog(path: string): MetricsLog {
  const file = opened(path);
  // Some file systems count no names.
  const isCounted = fstatSync(file).nlink > 0;
  return {
    append: (metrics) => appendWhole(file, path, Buffer.from(`${JSON.stringify(metrics)}\n`)),
    isInPlace: () => existsSync(path) && !(isCounted && fstatSync(file).nlink === 0),
    close: () => closeSync(file),
  };
}

function opened(path: string): number {
  try {
    return openSync(path, "a");
  } catch (error) {
    throw fileTrouble(path, error);
  }
}

/** A disk that is nearly full takes a part of the bytes before it refuses the rest. */
function appendWhole(file: number, path: string, bytes: Uint8Array): void {
  const before = fstatSync(file);
  try {
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
  } catch (error) {
    if (before.isFile()) ftruncateSync(file, before.size);
    throw fileTrouble(path, error);
  }
}

/**
 * All whole lines. A torn last line, as a killed process may leave it, is dropped.
 * @throws UserError when another line is not an object with a step
 */
export function readMetrics(path: string): Metrics[] {
  const lines = readFileSync(path, "utf8").split("\n");
  lines.pop();
  return lines.map((line, i) => parseLine(line, path, i + 1));
}

/** Drops what was logged after `step`, and a torn last line: call it before a run goes on from a checkpoint. A log that is missing stays so. */
export function rewindMetrics(path: string, step: number): void {
  if (!existsSync(path)) return;
  const kept = readMetrics(path).filter((metrics) => metrics.step <= step);
  const text = kept.map((metrics) => `${JSON.stringify(metrics)}\n`).join("");
  writeFileSafely(path, text, { force: true });
}

function parseLine(line: string, path: string, number: number): Metrics {
  try {
    const metrics = JSON.parse(line) as Metrics;
    if (Number.isSafeInteger(metrics.step)) return metrics;
  } catch {
    // Reported below, like a line that is JSON but no metrics.
  }
  throw new UserError(`line ${number} of ${path} is not a metrics object`, "remove the line");
}
