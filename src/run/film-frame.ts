/** Frames of a film of a training: rate maps in few bits and all scores, a small .npz for each step that was kept. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { fileTrouble } from "../format/file-trouble.ts";
import { namesIn } from "../format/look-up.ts";
import { elementCount, type NpyArray, numbersOf } from "../format/npy-array.ts";
import { readNpz, writeNpz } from "../format/npz.ts";
import { writeFileSafely } from "../format/safe-write.ts";
import { UserError } from "../user-error.ts";
import { isLink, openOwnFolder } from "./own-folder.ts";

export interface FilmFrame {
  /** Training steps done. */
  readonly step: number;
  readonly scorer: string;
  readonly trajectories: number;
  readonly bins: number;
  /** The units whose maps are kept: the same in all frames of a training. */
  readonly units: Int32Array;
  /** [units kept, bins, bins], row 0 at the bottom: from 0, the lowest rate of the unit, to 254, its highest; 255 unvisited. */
  readonly maps: Uint8Array;
  /** Hexagonal score of every unit of the network; NaN: none. */
  readonly grid60: Float32Array;
  /** Scores of noise as smooth as the maps were at `nullStep`; empty: no map varied. */
  readonly null60: Float32Array;
  readonly nullStep: number;
}

const mostUnits = 512;
export const unvisitedLevel = 255;
export const highestLevel = 254;
const frameName = /^step-(\d+)\.npz$/;

export const filmPath = (run: string): string => join(run, "film");

/** All, or as many as a film can hold, evenly from the first to the last. */
export const filmedUnits = (units: number): Int32Array =>
  Int32Array.from({ length: Math.min(units, mostUnits) }, (_, i) =>
    units <= mostUnits ? i : Math.floor((i * units) / mostUnits),
  );

/** One map in 255 levels. @param map NaN where unvisited */
export function mapLevels(map: Float64Array): Uint8Array {
  const seen = map.filter((rate) => !Number.isNaN(rate));
  const lowest = seen.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const highest = seen.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const range = highest - lowest;
  return Uint8Array.from(map, (rate) => {
    if (Number.isNaN(rate)) return unvisitedLevel;
    return range > 0 ? Math.round((highestLevel * (rate - lowest)) / range) : 0;
  });
}

/** Frames of a run that were kept, oldest first. */
export function listFrames(run: string): { readonly step: number; readonly path: string }[] {
  const folder = filmPath(run);
  return namesIn(folder)
    .flatMap((name) => {
      const match = frameName.exec(name);
      return match ? [{ step: Number(match[1]), path: join(folder, name) }] : [];
    })
    .sort((a, b) => a.step - b.step);
}

/** Removes what was kept after `step`: call it before a run goes on from a checkpoint. What a link leads to stays. @throws FileError */
export function rewindFrames(run: string, step: number): void {
  if (isLink(filmPath(run))) return;
  for (const frame of listFrames(run)) {
    if (frame.step <= step) continue;
    try {
      rmSync(frame.path, { force: true });
    } catch (error) {
      throw fileTrouble(frame.path, error);
    }
  }
}

/** Writes a frame into the folder of its run, whole or not at all. @throws UserError when that folder is a link, or it cannot be written */
export function writeFrame(run: string, frame: FilmFrame): void {
  const { step, scorer, trajectories, bins, units, maps, grid60, null60, nullStep } = frame;
  openOwnFolder(filmPath(run));
  const path = join(filmPath(run), `step-${String(step).padStart(6, "0")}.npz`);
  const single = (value: number): NpyArray => ({ kind: "int32", shape: [], data: Int32Array.of(value) });
  const scores = (data: Float32Array): NpyArray => ({ kind: "float32", shape: [data.length], data });
  const bytes = writeNpz({
    step: single(step),
    scorer: { kind: "string", shape: [], data: [scorer] },
    trajectories: single(trajectories),
    units: { kind: "int32", shape: [units.length], data: units },
    maps: { kind: "uint8", shape: [units.length, bins, bins], data: maps },
    grid60: scores(grid60),
    null60: scores(null60),
    null_step: single(nullStep),
  });
  writeFileSafely(path, bytes, { force: true, links: "replace" });
}

/** @throws UserError when the file is missing, damaged or no frame */
export function readFrame(path: string): FilmFrame {
  const file = readNpz(path);
  const numbers = (name: string, dimensions: number) => {
    const array = file.get(name);
    if (array.kind === "string" || array.shape.length !== dimensions) throw noFrame(path, name);
    return { shape: array.shape, data: numbersOf(array, name) };
  };
  const whole = (name: string) => {
    const [value] = numbers(name, 0).data;
    if (!Number.isSafeInteger(value) || value! < 0) throw noFrame(path, name);
    return value!;
  };
  const scorer = file.get("scorer");
  if (scorer.kind !== "string" || elementCount(scorer.shape) !== 1) throw noFrame(path, "scorer");
  const maps = numbers("maps", 3);
  const units = numbers("units", 1);
  const [count, bins, columns] = maps.shape;
  if (count !== units.shape[0] || bins !== columns || count === 0) throw noFrame(path, "maps");
  const grid60 = numbers("grid60", 1).data;
  if (units.data.some((unit) => !(unit >= 0 && unit < grid60.length))) throw noFrame(path, "units");
  return {
    step: whole("step"),
    scorer: scorer.data[0]!,
    trajectories: whole("trajectories"),
    bins: bins!,
    units: Int32Array.from(units.data),
    maps: Uint8Array.from(maps.data),
    grid60: Float32Array.from(grid60),
    null60: Float32Array.from(numbers("null60", 1).data),
    nullStep: whole("null_step"),
  };
}

const noFrame = (path: string, name: string): UserError =>
  new UserError(`${path} is not a frame of a training: ${name}`, "remove the file");
