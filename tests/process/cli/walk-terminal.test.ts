import { expect } from "bun:test";
import { join } from "node:path";
import { terminalTests } from "../../support/terminal-tests.ts";

const main = join(import.meta.dir, "../../../src/main.ts");
const pty = terminalTests();

pty(
  "a walk fills the screen, obeys keys, follows the window, and leaves by q and Ctrl-C",
  async (terminal) => {
    const settings = await terminal.settings();
    for (const key of ["q", "C-c"]) {
      terminal.line(`clear; "${process.execPath}" "${main}" walk quick --trajectories 200 --bins 10 --quiet`);
      await terminal.see(/^ +\d+\.\d s .*speed x 1 .*maps 1 to 4 of 256$/m);
      expect(terminal.ask("alternate_on")).toBe("1");
      terminal.press("Space", "Right");
      const paused = await terminal.see(/paused .*maps 5 to 8 of 256$/m);
      await Bun.sleep(300);
      expect(terminal.screen).toBe(paused);
      terminal.resize(50, 20);
      await terminal.see(/^Space pauses.*…$/m);
      terminal.press(key);
      await terminal.see(/bash>$/);
      expect(terminal.ask("alternate_on")).toBe("0");
      expect(terminal.ask("cursor_flag")).toBe("1");
      expect(terminal.screen).toMatch(/^ ├─+┤ 0\.5 m {2,}▀/m);
      terminal.resize(80, 24);
      expect(await terminal.settings()).toBe(settings);
    }
  },
);
