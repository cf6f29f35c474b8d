/** metrics.jsonl: one JSON object a line, appended while a run trains. */
import { closeSync, constants, existsSync, fstatSync, ftruncateSync, openSync, writeSync } from "node:fs";
import { z } from "zod";
import { fileTrouble } from "../format/file-trouble.ts";
import { lookUpLink } from "../format/look-up.ts";
import { linesOf } from "../format/read-lines.ts";
import { writeFileSafely } from "../format/safe-write.ts";
import { count } from "../setting.ts";
import { checked, parseJson } from "./parse-json.ts";

/** `step` counts from 1; NaN is stored as null. Every training has loss, secondsPerStep, learningRate and gradientNorm, and what its task measures. */
const lineSchema = z
  .object({ step: count(0) }, { error: "a metrics object" })
  .catchall(z.number({ error: "a finite number or null" }).nullable());

export type Metrics = Readonly<z.output<typeof lineSchema>>;

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

/** Opens the log for appending; it is made when there is none. A link is not followed. @throws FileError when it cannot be written */
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

const { O_APPEND, O_CREAT, O_WRONLY, O_NOFOLLOW = 0 } = constants;
const appending = O_APPEND | O_CREAT | O_WRONLY | O_NOFOLLOW;

function opened(path: string): number {
  try {
    return openSync(path, appending);
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
 * All whole lines, none when there is no log. A torn last line, as a killed process may leave it, is dropped.
 * @throws UserError when another line is not an object of numbers with a step
 */
export function readMetrics(path: string): Metrics[] {
  if (!lookUpLink(path)) return [];
  const metrics: Metrics[] = [];
  for (const line of linesOf(path)) metrics.push(parseLine(line, `line ${metrics.length + 1} of ${path}`));
  return metrics;
}

/** Drops what was logged after `step`, and a torn last line: call it before a run goes on from a checkpoint. A log that is missing stays so. */
export function rewindMetrics(path: string, step: number): void {
  if (!lookUpLink(path)) return;
  const kept = readMetrics(path).filter((metrics) => metrics.step <= step);
  const text = kept.map((metrics) => `${JSON.stringify(metrics)}\n`).join("");
  writeFileSafely(path, text, { force: true, links: "replace" });
}

const parseLine = (line: string, what: string): Metrics =>
  checked(lineSchema, parseJson(line, what, removeLine), what, removeLine);

const removeLine = "remove the line";
