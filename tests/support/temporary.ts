import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, sep } from "node:path";

/** A new empty directory; it is gone when the tests have ended: own-temporary-folder.ts sees to that. Its path is short: some tests print it. */
export const temporaryDirectory = (): string => mkdtempSync(tmpdir() + sep);

/** A new empty folder in the system's temporary directory. Whoever makes one removes it. */
export const folderForTests = (): string => mkdtempSync(join(tmpdir(), "entorhinal-"));
