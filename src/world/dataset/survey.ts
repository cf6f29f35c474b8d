/** All there is to be known of files of trajectories before they are used: counts, checksums, doubles, ranges, and what their speeds mean. */
import { FileWindow, filePieces } from "../../format/file-window.ts";
import { UserError } from "../../user-error.ts";
import { checkAgreement, dataChecksum } from "./data-agreement.ts";
import { FormFinder, type FoundForm } from "./found-form.ts";
import type { PathHeader } from "./path-file.ts";
import { openPathFile } from "./path-files.ts";
import type { PathRecord } from "./path-record.ts";

export interface SurveyedFile {
  readonly file: string;
  readonly records: number;
  readonly bytes: number;
  /** Of the file as it lies there. */
  readonly sha256: string;
}

export interface PathSurvey {
  readonly files: readonly SurveyedFile[];
  readonly records: number;
  readonly steps: number;
  /** Of the first file, where it says. */
  readonly header: PathHeader | undefined;
  /** Of the records and their order. */
  readonly checksum: string;
  /** m, over all positions and starts. */
  readonly range: { readonly x: readonly [number, number]; readonly y: readonly [number, number] };
  /** m from the middle, of the farthest of them. */
  readonly farthest: number;
  /** Records whose positions all are those of an earlier one. */
  readonly doubles: number;
  /** The first of them and the one that it repeats, from 1 over all files. */
  readonly firstDouble: readonly [earlier: number, later: number] | undefined;
  readonly found: FoundForm;
}

/** Records of which the form is found. */
const tried = 400;
const recordsBetween = 1000;

/**
 * Reads every record of every file, each file twice, one of them in memory.
 * @param dt s, one step, where the files do not say
 * @yields what share is done, now and then
 * @throws UserError naming the first record that is damaged, and a file that does not agree with the first
 */
export function* surveyPaths(paths: readonly string[], dt: number): Generator<number, PathSurvey> {
  const files: SurveyedFile[] = [];
  const checksums: string[] = [];
  const hashes: number[] = [];
  const range = new Range();
  let first: { readonly steps: number; readonly header: PathHeader | undefined; name: string } | undefined;
  let finder: FormFinder | undefined;
  for (const [i, path] of paths.entries()) {
    const file = openPathFile(path);
    const { records, steps, header, name } = file;
    first ??= { steps, header, name };
    checkAgreement(first, file);
    finder ??= new FormFinder(header?.dt ?? dt);
    const every = Math.max(1, Math.floor((records * paths.length) / tried));
    let record = 0;
    for (const one of file.all()) {
      if (record % every === 0) finder.add(one);
      range.add(one);
      hashes.push(hashOf(one));
      record++;
      if (record % recordsBetween === 0) yield (i + record / records) / paths.length;
    }
    files.push({ file: path, records: record, ...sumOf(path) });
    checksums.push(file.checksum);
    yield (i + 1) / paths.length;
  }
  if (!first || !finder) throw new UserError("no files of trajectories are named", "name a folder", 2);
  return {
    ...{ files, records: hashes.length, steps: first.steps, header: first.header },
    checksum: dataChecksum(checksums),
    ...{ range: { x: range.x, y: range.y }, farthest: range.farthest },
    ...doublesIn(hashes),
    found: finder.found(),
  };
}

class Range {
  readonly x: [number, number] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  readonly y: [number, number] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];

  farthest = 0;

  add({ start, position }: PathRecord): void {
    for (const values of [start, position]) {
      for (let i = 0; i < values.length; i += 2) {
        widen(this.x, values[i]!);
        widen(this.y, values[i + 1]!);
        this.farthest = Math.max(this.farthest, Math.hypot(values[i]!, values[i + 1]!));
      }
    }
  }
}

function widen(range: [number, number], value: number): void {
  if (value < range[0]) range[0] = value;
  if (value > range[1]) range[1] = value;
}

/** 52 bits, which a million of records do not share by chance. */
const hashOf = ({ position: { buffer, byteOffset, byteLength } }: PathRecord): number =>
  Number(BigInt.asUintN(52, Bun.hash.xxHash64(new Uint8Array(buffer, byteOffset, byteLength))));

function doublesIn(hashes: readonly number[]): Pick<PathSurvey, "doubles" | "firstDouble"> {
  const seen = new Map<number, number>();
  let doubles = 0;
  let firstDouble: readonly [number, number] | undefined;
  hashes.forEach((hash, i) => {
    const earlier = seen.get(hash);
    if (earlier === undefined) seen.set(hash, i);
    else {
      doubles++;
      firstDouble ??= [earlier + 1, i + 1];
    }
  });
  return { doubles, firstDouble };
}

function sumOf(path: string): { readonly bytes: number; readonly sha256: string } {
  using window = new FileWindow(path);
  const hash = new Bun.CryptoHasher("sha256");
  for (const piece of filePieces(window, 0, window.size)) hash.update(piece);
  return { bytes: window.size, sha256: hash.digest("hex") };
}
