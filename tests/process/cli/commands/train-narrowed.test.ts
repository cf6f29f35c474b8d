/** The live line of a training in a window that somebody makes narrower. */
import { expect, test } from "bun:test";
import { join } from "node:path";
import { temporaryDirectory } from "../../../support/temporary.ts";
import { tinyFlags } from "../../../support/tiny-training.ts";
import { hasTmux, TmuxTerminal } from "../../../support/tmux-terminal.ts";

const main = join(import.meta.dir, "../../../../src/main.ts");
const skipped = hasTmux ? "" : " (skipped: no tmux)";

test.skipIf(!hasTmux)(
  `leaves nothing of itself behind${skipped}`,
  async () => {
    const terminal = new TmuxTerminal(temporaryDirectory(), 100, 30);
    try {
      const words = [...tinyFlags, "--run", "t", "--steps", "1000000"];
      terminal.line(`clear; "${process.execPath}" "${main}" train ${words.join(" ")}`);
      await terminal.see(/^step +\d+\/1000000/m);
      for (const columns of [70, 61, 50, 33, 90, 47]) {
        terminal.resize(columns, 30);
        await Bun.sleep(400);
        const screen = await terminal.see(/^step +\d+\/1000000/m);
        const lines = screen.split("\n");
        expect({ columns, lines: lines.filter((line) => /loss|left|\/step|▕/.test(line)) }).toEqual({
          columns,
          lines: [lines.at(-1)!],
        });
        expect(lines.at(-1)!.length).toBeLessThanOrEqual(columns);
        // What stood above it stays, of a longer line its end, unless tmux moved it out of sight.
        expect(lines.at(-2) ?? "goes on").toMatch(/on$/);
      }
      terminal.press("C-c");
      await terminal.see(/stopped at step/);
    } finally {
      terminal.close();
    }
  },
  60_000,
);
