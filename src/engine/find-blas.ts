/** Looks for a BLAS that is there and computes what it should; it is never required. */
import { dlopen } from "bun:ffi";
import { statSync } from "node:fs";
import { resolve } from "node:path";
import { UserError } from "../user-error.ts";
import { blasFiles } from "./blas-files.ts";
import { openBlasControls } from "./cblas.ts";
import { betterOpenBlasKernels, setOpenBlasKernels } from "./openblas-kernels.ts";
import { tryBlas } from "./try-blas.ts";

export interface Blas {
  /** Absolute. */
  readonly path: string;
  /** What the library says of itself: "OpenBLAS SkylakeX", "Accelerate". */
  readonly description: string;
}

/** A library that cannot be used. */
export interface RefusedBlas {
  readonly path: string;
  /** "computes wrong products" */
  readonly why: string;
}

export interface FoundBlas {
  readonly blas: Blas | undefined;
  /** Those that were tried before. */
  readonly refused: readonly RefusedBlas[];
}

/**
 * Looks for a BLAS in the system's folders. `ENTORHINAL_BLAS=path` names one, of the current folder when it is relative, and must then
 * work. Each is tried in another process first, once for each path as long as this process lives.
 * @throws UserError when the named one cannot be used
 */
export function lookForBlas(
  named: string | undefined = process.env.ENTORHINAL_BLAS,
  files: () => readonly string[] = blasFiles,
): FoundBlas {
  if (named) {
    const path = resolve(named);
    const why = whyNot(path);
    if (why === undefined) return { blas: open(path), refused: [] };
    throw new UserError(
      `ENTORHINAL_BLAS=${named} ${why}`,
      "name a BLAS library with the C interface by its file, or unset ENTORHINAL_BLAS",
    );
  }
  const refused: RefusedBlas[] = [];
  for (const path of files()) {
    const why = whyNot(path);
    if (why === undefined) return { blas: open(path), refused };
    refused.push({ path, why });
  }
  return { blas: undefined, refused };
}

/** The BLAS that {@link lookForBlas} finds; undefined when there is none. */
export const findBlas = (named?: string): Blas | undefined => lookForBlas(named).blas;

const verdicts = new Map<string, string | undefined>();

function whyNot(path: string): string | undefined {
  if (!verdicts.has(path)) verdicts.set(path, notAFile(path) ?? tryWithKernels(path));
  return verdicts.get(path);
}

/** macOS has libraries of the system that are in no file. */
function notAFile(path: string): string | undefined {
  if (process.platform === "darwin" && path.startsWith("/System/Library/")) return undefined;
  const status = statSync(path, { throwIfNoEntry: false });
  if (!status) return "does not exist";
  return status.isFile() ? undefined : "is not a file";
}

/** With the better kernels, and when it fails with those, with what the library takes by itself. */
function tryWithKernels(path: string): string | undefined {
  const better = betterOpenBlasKernels();
  const why = tryBlas(path, better);
  if (better === undefined) return why;
  if (why !== undefined) return tryBlas(path, undefined);
  setOpenBlasKernels(better);
  return undefined;
}

function open(path: string): Blas {
  try {
    const { symbols } = dlopen(path, openBlasControls);
    symbols.openblas_set_num_threads(1);
    return { path, description: `OpenBLAS ${symbols.openblas_get_corename()}` };
  } catch {
    const name = path.includes("Accelerate") ? "Accelerate" : path.includes("mkl") ? "MKL" : "BLAS";
    return { path, description: name };
  }
}
