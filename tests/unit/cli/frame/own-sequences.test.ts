import { expect, test } from "bun:test";
import { guarded } from "../../../../src/cli/frame/own-sequences.ts";
import { imageLines } from "../../../../src/draw/image.ts";
import { LiveLine } from "../../../../src/draw/live-line.ts";
import { paint } from "../../../../src/draw/paint.ts";
import { ScreenPainter } from "../../../../src/draw/screen-painter.ts";
import { truecolour } from "../../../support/terminals.ts";

test("everything that the drawing sends goes through", () => {
  const sent: string[] = ["👩‍🔬 plain\r\n"];
  const write = (text: string) => void sent.push(text);
  const line = new LiveLine(write, truecolour);
  line.update("a", 0.1);
  line.note("b");
  line.end();
  new ScreenPainter(write).draw(["a", "b"], 10, 5);
  for (const depth of ["none", "indexed", "truecolour"] as const)
    write(paint("a", [1, 2, 3], depth as never));
  for (const protocol of ["kitty", "sixel"] as const) {
    const rgb = (width: number, height: number) => new Uint8Array(3 * width * height).map((_, i) => i % 251);
    const draw = (width: number, height: number) => ({ width, height, rgb: rgb(width, height) });
    write(imageLines(draw, 3, 2, { protocol, cellWidth: 8, cellHeight: 16 }).join("\n"));
  }
  for (const text of sent) expect(guarded(text)).toBe(text);
});

test("whatever else acts on a terminal is shown", () => {
  expect(guarded("\x1b]0;title\x07")).toBe("\\x1b]0;title\\x07");
  expect(guarded("\x1b]52;c;YQ==\x1b\\")).toBe("\\x1b]52;c;YQ==\\x1b\\");
  expect(guarded("\u009b31m\u202e\u200b\t\x7f\ud800")).toBe("\\x9b31m\\u202e\\u200b\\t\\x7f\\ud800");
  expect(guarded("\x1bc \x1b[?1000h \x1b[6n \x1bPq\x1b\\")).not.toContain("\x1b");
});
