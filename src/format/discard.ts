import { rmSync } from "node:fs";

/**
 * Removes what a write that failed has left, as far as the system lets it: why the write failed is what is told. On a
 * read-only disk Bun refuses to remove even what is not there.
 */
export function discard(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch {
    // Said by the error that came before.
  }
}
