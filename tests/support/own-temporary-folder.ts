/** Preloaded by every `bun test`: one folder for all that tests write, removed when the last one has ended, also when some failed. */
import { afterAll } from "bun:test";
import { rmSync } from "node:fs";
import { folderForTests } from "./temporary.ts";

const folder = folderForTests();
process.env.TMPDIR = folder;
// The runner ends without an "exit" event.
afterAll(() => rmSync(folder, { recursive: true, force: true }));
