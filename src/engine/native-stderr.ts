/** What native libraries write to stderr past the streams of this process, caught. */
import { dlopen } from "bun:ffi";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const signatures = {
  dup: { args: ["i32"], returns: "i32" },
  dup2: { args: ["i32", "i32"], returns: "i32" },
  close: { args: ["i32"], returns: "i32" },
} as const;

const libraries: Readonly<Record<string, string>> = { linux: "libc.so.6", darwin: "libSystem.B.dylib" };
const stderr = 2;

/** Runs `work` and catches what native libraries write to stderr meanwhile; on systems where that cannot be done they write there. */
export async function catchNativeStderr<T>(work: () => Promise<T>): Promise<{ result: T; text: string }> {
  const libc = openLibc();
  if (!libc) return { result: await work(), text: "" };
  const folder = mkdtempSync(join(tmpdir(), "entorhinal-stderr-"));
  const path = join(folder, "stderr");
  const file = openSync(path, "w");
  const before = libc.dup(stderr);
  libc.dup2(file, stderr);
  try {
    const result = await work();
    return { result, text: readFileSync(path, "utf8") };
  } finally {
    libc.dup2(before, stderr);
    libc.close(before);
    closeSync(file);
    rmSync(folder, { recursive: true });
  }
}

function openLibc() {
  const library = libraries[process.platform];
  if (library === undefined) return undefined;
  try {
    return dlopen(library, signatures).symbols;
  } catch {
    return undefined;
  }
}
