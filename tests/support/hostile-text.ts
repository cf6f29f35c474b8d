/** A text that does to a terminal what a file can: title, clipboard, colour, screen, direction, a line like ours. */
import { expect } from "bun:test";

/** Also the name of a file: no slash, no zero byte. */
export const hostile =
  "-x\x1b]0;owned\x07\x1b]52;c;b3duZWQ=\x1b\\\x1b[35m\u009b2J\x7f\u202e\u200b\t\r\nerror: forged\n  FORGED '$(touch owned)`\"<&>é中";

/** For values as well: what no file name holds. */
export const hostileValue = `${hostile}\0\ud800`;

/** Nothing that acts, hides or turns round, and no line that begins as an error of ours does. */
export function expectHarmless(text: string): void {
  expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
  expect(text).not.toMatch(/^\s*(error: forged|FORGED)/m);
}

const control = "\\x1b";
const painted = new RegExp(`${control}\\[[\\d;]*m`, "g");
const live = new RegExp(`\\r${control}\\[2K|${control}\\[\\?25[hl]`, "g");
const ours = new RegExp(`^${control}\\[(?:0|31|[34]8;[25];[\\d;]+)m$`);

/** The same of a terminal with colours: besides, only colours that we use, and the live line. */
export function expectOnlyOurColours(text: string): void {
  for (const colour of text.match(painted) ?? []) expect(colour).toMatch(ours);
  expectHarmless(text.replaceAll(live, "").replaceAll(painted, ""));
}
