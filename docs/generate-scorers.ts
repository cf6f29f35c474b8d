/** Puts the numbers into docs/scorers.md, in some minutes: bun docs/generate-scorers.ts, or only some tables, by name. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openEngine } from "../src/engine/engine.ts";
import { cellTable, latticeTable } from "./generate/scorers/ideal-tables.ts";
import { withTable } from "./generate/scorers/marked-tables.ts";
import { networkTable, undoneTable } from "./generate/scorers/network-table.ts";
import { detectionTable, noiseTable } from "./generate/scorers/noise-tables.ts";

const path = join(import.meta.dir, "scorers.md");
const engine = await openEngine({ blas: "wasm" });
const tables = {
  lattices: latticeTable,
  cells: cellTable,
  noise: noiseTable,
  detection: detectionTable,
  networks: networkTable,
  undone: undoneTable,
};
const wanted = process.argv.slice(2);
let page = readFileSync(path, "utf8");
for (const [name, make] of Object.entries(tables)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  page = withTable(page, name, await make(engine));
  console.log(name);
}
writeFileSync(path, page);
engine.close();
