import { expect } from "bun:test";
import type { Terminal } from "../../src/draw/terminal.ts";

/** What holds for every drawing: nothing wider than the terminal, no colour and no character that it cannot show. */
export function expectDrawable(lines: readonly string[], terminal: Terminal): void {
  expect(lines.length).toBeGreaterThan(0);
  for (const line of lines) {
    expect(line).not.toContain("\n");
    expect(Bun.stringWidth(line)).toBeLessThanOrEqual(terminal.columns);
    if (terminal.colour === "none") expect(line).not.toContain("\x1b");
    if (terminal.colour === "256") expect(line).not.toMatch(/[34]8;2;/);
    if (!terminal.unicode) expect(Bun.stripANSI(line)).toMatch(/^[ -~]*$/);
  }
}
