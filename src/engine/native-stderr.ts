/** What native libraries write to stderr past the streams of this process, caught. */
import { closeSync, fstatSync, mkdtempSync, openSync, readSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openLibc } from "./libc.ts";

const functions = {
  dup: { args: ["i32"], returns: "i32" },
  dup2: { args: ["i32", "i32"], returns: "i32" },
  close: { args: ["i32"], returns: "i32" },
} as const;

const stderr = 2;

/** Runs `work` and catches what native libraries write to stderr meanwhile; where that cannot be done they write there. */
export async function catchNativeStderr<T>(work: () => Promise<T>): Promise<{ result: T; text: string }> {
  const libc = openLibc(functions);
  const file = libc && openNameless();
  if (!libc || file === undefined) return { result: await work(), text: "" };
  const before = libc.dup(stderr);
  libc.dup2(file, stderr);
  try {
    const result = await work();
    return { result, text: textOf(file) };
  } finally {
    libc.dup2(before, stderr);
    libc.close(before);
    closeSync(file);
  }
}

/** A file to write and read that has no name any more: whatever happens, nothing is left of it. */
function openNameless(): number | undefined {
  let folder: string | undefined;
  try {
    folder = mkdtempSync(join(tmpdir(), "entorhinal-stderr-"));
    return openSync(join(folder, "stderr"), "wx+", 0o600);
  } catch {
    return undefined;
  } finally {
    if (folder !== undefined) rmSync(folder, { recursive: true });
  }
}

function textOf(file: number): string {
  const bytes = Buffer.alloc(fstatSync(file).size);
  return bytes.toString("utf8", 0, readSync(file, bytes, 0, bytes.length, 0));
}
