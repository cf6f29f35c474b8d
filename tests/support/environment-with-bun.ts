import { symlinkSync } from "node:fs";
import { delimiter } from "node:path";
import { temporaryDirectory } from "./temporary.ts";

/** The environment of the tests in which `bun` is this Bun, as npx and an installation have it. */
export function environmentWithBun(): Record<string, string | undefined> {
  const folder = temporaryDirectory();
  symlinkSync(process.execPath, `${folder}/bun`);
  return { ...process.env, PATH: folder + delimiter + process.env.PATH };
}
