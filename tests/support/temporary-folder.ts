import { rmSync } from "node:fs";
import { join } from "node:path";
import { temporaryDirectory } from "./temporary.ts";

/** A fresh folder, removed with everything in it when the `using` block ends. */
export function temporaryFolder(): Disposable & { readonly path: string; at(name: string): string } {
  const path = temporaryDirectory();
  return {
    path,
    at: (name) => join(path, name),
    [Symbol.dispose]: () => rmSync(path, { recursive: true }),
  };
}
