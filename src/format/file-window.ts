/** A file of which only parts come into memory. */
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import type { ByteSource } from "./byte-source.ts";
import { fileTrouble } from "./file-trouble.ts";
import { regularFile } from "./read-file.ts";

export class FileWindow implements ByteSource, Disposable {
  readonly size: number;
  private readonly file: number;

  /** @throws UserError when it cannot be read, or is no regular file */
  constructor(readonly path: string) {
    if (regularFile(path).isDirectory()) throw fileTrouble(path, { code: "EISDIR" });
    try {
      this.file = openSync(path, "r");
    } catch (error) {
      throw fileTrouble(path, error);
    }
    this.size = fstatSync(this.file).size;
  }

  /** Bytes `start` to `end`, or as many as there are. @throws UserError when they cannot be read */
  read(start: number, end: number): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(Math.max(0, Math.min(end, this.size) - start));
    let at = 0;
    try {
      while (at < bytes.length) {
        const count = readSync(this.file, bytes, at, bytes.length - at, start + at);
        if (count === 0) break;
        at += count;
      }
    } catch (error) {
      throw fileTrouble(this.path, error);
    }
    return bytes.subarray(0, at);
  }

  [Symbol.dispose](): void {
    closeSync(this.file);
  }
}

const pieceBytes = 2 ** 20;

/** Bytes `start` to `end` of a file, in pieces of 1 MiB. */
export function* filePieces(window: FileWindow, start: number, end: number): Generator<Uint8Array> {
  for (let at = start; at < end; at += pieceBytes) yield window.read(at, Math.min(end, at + pieceBytes));
}
