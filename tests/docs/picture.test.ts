/** The picture of the README is what the terminal shows, captured as docs/terminal-picture.ts says. */
import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { capture } from "../support/capture.ts";
import { repository } from "./documents.ts";

const wordsOf = (svg: string): string[] => [...svg.matchAll(/<text[^>]*>([^<]*)/g)].map(([, word]) => word!);
const cellsOf = (svg: string): string[] => svg.match(/<rect x[^>]*>/g) ?? [];

test("docs/quickstart.svg is drawn from our own output", async () => {
  const env = { FORCE_COLOR: "1", COLORTERM: "truecolor", COLUMNS: "80" };
  const { code, stdout } = await capture(["ratemaps", "hexagons", "--blas", "wasm"], { env });
  expect(code).toBe(0);
  const drawing = Bun.spawnSync([process.execPath, join(repository, "docs/terminal-picture.ts")], {
    stdin: Buffer.from(stdout),
  });
  const drawn = drawing.stdout.toString();
  const kept = readFileSync(join(repository, "docs/quickstart.svg"), "utf8");
  expect(wordsOf(drawn)).toEqual(wordsOf(kept));
  const [now, then] = [cellsOf(drawn), cellsOf(kept)];
  expect(now.length).toBe(then.length);
  expect(then.length).toBeGreaterThan(1000);
  // Exponentials of another system may move a colour by a shade.
  const moved = now.filter((cell, i) => cell !== then[i]).length;
  expect(moved / then.length).toBeLessThan(0.02);
}, 60_000);
