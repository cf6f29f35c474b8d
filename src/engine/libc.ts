/** The C library that this process runs on, by its absolute path. */
import { dlopen, type FFIFunction, type Library } from "bun:ffi";
import { readFileSync } from "node:fs";

/**
 * Opens functions of the C library.
 * @returns undefined where it is not known or has them not
 */
export function openLibc<Functions extends Record<string, FFIFunction>>(
  functions: Functions,
): Library<Functions>["symbols"] | undefined {
  const path = libcPath();
  if (path === undefined) return undefined;
  try {
    return dlopen(path, functions).symbols;
  } catch {
    return undefined;
  }
}

function libcPath(): string | undefined {
  if (process.platform === "darwin") return "/usr/lib/libSystem.B.dylib";
  if (process.platform !== "linux") return undefined;
  try {
    return libcIn(readFileSync("/proc/self/maps", "utf8"));
  } catch {
    return undefined;
  }
}

/** The C library in a process's list of maps: GNU's, also as older systems call it (`libc-2.31.so`), or musl's, which is the loader. */
export const libcIn = (maps: string): string | undefined =>
  /\s(\/\S*\/(?:libc\.so\.6|libc-[\d.]+\.so|libc\.musl-\w+\.so\.1|ld-musl-\w+\.so\.1))$/m.exec(maps)?.[1];
