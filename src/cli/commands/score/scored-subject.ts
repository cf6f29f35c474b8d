/** What `score` is asked to score: a file of maps, or the maps of a run or of a file of activity. */
import { extname } from "node:path";
import type { RateMaps } from "../../../analyse/rate-map.ts";
import { FileWindow } from "../../../format/file-window.ts";
import { lookUp } from "../../../format/look-up.ts";
import { startsLikeNpy } from "../../../format/npy-header.ts";
import { npyMembersOf } from "../../../format/npz.ts";
import type { NumberRows } from "../../../format/number-rows.ts";
import { readZipDirectory } from "../../../format/zip-directory.ts";
import { UserError } from "../../../user-error.ts";
import { flagName } from "../../frame/flags.ts";

const arrayFiles = [".npz", ".npy"];

/**
 * Whether a path is a run, a checkpoint, or an npz of activity along positions, rather than arrays of maps. What a file is, its content says.
 * @throws UserError when it cannot be read, or is a damaged archive
 */
export function isActivity(path: string): boolean {
  const found = lookUp(path);
  if (!found) return !arrayFiles.includes(extname(path));
  if (!found.isFile()) return found.isDirectory();
  using window = new FileWindow(path);
  const start = window.read(0, Math.min(window.size, 8));
  if (startsLikeNpy(start)) return false;
  if (!startsLikeZip(start)) return extname(path) === ".safetensors";
  if (extname(path) !== ".npz") return false;
  const names = npyMembersOf(readZipDirectory(window, path), path);
  return names.has("position") && names.has("activity");
}

const startsLikeZip = (start: Uint8Array): boolean => start[0] === 0x50 && start[1] === 0x4b;

/** Maps that were made of activity, as if they were read from a file. */
export const rowsOf = (name: string, { rateMap, units, binsX, binsY }: RateMaps) => ({
  ...{ name, shape: [units, binsY, binsX] },
  async *portions(count: number): ReturnType<NumberRows["portions"]> {
    const portion = count * binsX * binsY;
    for (let at = 0; at < rateMap.length; at += portion) yield rateMap.subarray(at, at + portion);
  },
});

/** Flags that say something of one of the two alone. */
const flagsOf = {
  maps: ["boxWidth", "boxHeight"],
  activity: ["bins", "trajectories", "steps", "tap", "untrained", "worldSet", "dropout", "data"],
} as const;

/** @throws UserError (exit 2) when a flag is given that says nothing of what is scored */
export function checkFlags(flags: Readonly<Record<string, unknown>>, scored: keyof typeof flagsOf): void {
  const other = scored === "maps" ? "activity" : "maps";
  const isGiven = (value: unknown) =>
    value !== undefined && value !== false && !(Array.isArray(value) && value.length === 0);
  const wrong = flagsOf[other].find((name) => isGiven(flags[name]));
  if (wrong === undefined) return;
  const has = scored === "maps" ? "maps have their own bins" : "activity has its own box";
  throw new UserError(`${flagName(wrong)} is for ${other}`, `leave it out: ${has}`, 2);
}
