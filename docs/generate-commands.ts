/** Writes the pages of docs/ that are made from the code: bun docs/generate-commands.ts */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { generatedPages } from "./generate/pages.ts";

for (const [name, text] of Object.entries(await generatedPages())) {
  writeFileSync(join(import.meta.dir, name), text);
  console.log(`docs/${name}`);
}
