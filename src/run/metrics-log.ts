/** metrics.jsonl: one JSON object a line, appended while a run trains. A line without a kind is what a step measured. */
import { closeSync, constants, existsSync, fstatSync, ftruncateSync, openSync, writeSync } from "node:fs";
import { z } from "zod";
import { fileTrouble } from "../format/file-trouble.ts";
import { lookUpLink } from "../format/look-up.ts";
import { linesOf } from "../format/read-lines.ts";
import { writeFileSafely } from "../format/safe-write.ts";
import { count, text } from "../setting.ts";
import { checked, parseJson } from "./parse-json.ts";
import { type ScoreRecord, scoreRecordSchema } from "./score-record.ts";

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
  /** The same with a line of scores. */
  appendScores(record: ScoreRecord): void;
  /** Whether what is written can still be found under its name. */
  isInPlace(): boolean;
  close(): void;
}

/** Opens the log for appending; it is made when there is none. A link is not followed. @throws FileError when it cannot be written */
export function openMetricsLog(path: string): MetricsLog {
  const file = opened(path);
  // Some file systems count no names.
  const isCounted = fstatSync(file).nlink > 0;
  const append = (line: Metrics | ScoreRecord) =>
    appendWhole(file, path, Buffer.from(`${JSON.stringify(line)}\n`));
  return {
    append,
    appendScores: append,
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
 * What the steps measured, nothing when there is no log. A torn last line, as a killed process may leave it, is dropped, and
 * lines of a kind are left out.
 * @throws UserError when another line is not an object of numbers with a step
 */
export const readMetrics = (path: string): Metrics[] =>
  linesIn(path).flatMap((line) => (isMetrics(line) ? [line] : []));

/** How the units scored during the training, nothing when nobody looked. @throws UserError as `readMetrics` does */
export const readScores = (path: string): ScoreRecord[] =>
  linesIn(path).flatMap((line) => (isScores(line) ? [line] : []));

/** Drops what was logged after `step`, and a torn last line: call it before a run goes on from a checkpoint. A log that is missing stays so. */
export function rewindMetrics(path: string, step: number): void {
  if (!lookUpLink(path)) return;
  const kept = linesIn(path).filter((line) => line.step <= step);
  const lines = kept.map((line) => `${JSON.stringify(line)}\n`).join("");
  writeFileSafely(path, lines, { force: true, links: "replace" });
}

/** A line of a kind that this version does not know: kept, and not read. */
const otherSchema = z.looseObject({ kind: text(), step: count(0) });
type OtherLine = Readonly<z.output<typeof otherSchema>>;
type Line = Metrics | ScoreRecord | OtherLine;

const isMetrics = (line: Line): line is Metrics => !("kind" in line);
const isScores = (line: Line): line is ScoreRecord => line.kind === "scores";

function linesIn(path: string): Line[] {
  if (!lookUpLink(path)) return [];
  const lines: Line[] = [];
  for (const line of linesOf(path)) lines.push(parseLine(line, `line ${lines.length + 1} of ${path}`));
  return lines;
}

function parseLine(line: string, what: string): Line {
  const value = parseJson(line, what, removeLine);
  const kind = typeof value === "object" && value !== null && "kind" in value ? value.kind : undefined;
  if (kind === "scores") return checked(scoreRecordSchema, value, what, removeLine);
  if (typeof kind === "string") return checked(otherSchema, value, what, removeLine);
  return checked(lineSchema, value, what, removeLine);
}

const removeLine = "remove the line";
