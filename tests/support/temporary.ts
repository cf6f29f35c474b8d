import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A new empty directory that is removed when the test process ends. */
export function temporaryDirectory(): string {
  const path = mkdtempSync(join(tmpdir(), "entorhinal-"));
  process.on("exit", () => rmSync(path, { recursive: true, force: true }));
  return path;
}
