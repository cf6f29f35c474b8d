import { expect, test } from "bun:test";
import { walkScreen } from "../../../../repl/background/walk-screen.ts";
import { expectDrawable } from "../../../support/line-rules.ts";
import { noColour } from "../../../support/terminals.ts";

/** A rat that was outside its box, as under `faithful`. */
const moment = {
  path: {
    position: Float32Array.of(0, 0, 1.08, 0.2, 1.15, 0.4),
    decoded: Float32Array.of(0, 0, 1, 0.2, 1, 0.4),
    errorCm: Float64Array.of(0, 8, 15),
  },
  made: 3,
  dt: 0.02,
  arena: { width: 2.2, height: 2.2, periodic: false },
  network: "first",
  trainedSeconds: 0.4,
};

test("walk fits windows of every size, also with points outside the box", () => {
  for (const columns of [20, 40, 80, 120, 200]) {
    for (const rows of [1, 2, 3, 7, 10, 15, 20, 24, 30, 50, 80]) {
      const terminal = { ...noColour, columns };
      const lines = walkScreen(moment as never, terminal, rows);
      expect(lines.length).toBeLessThanOrEqual(rows);
      expectDrawable(lines, terminal);
    }
  }
  const lines = walkScreen(moment as never, { ...noColour, columns: 80 }, 24);
  expect(lines.join("\n")).toContain("points outside the box are not drawn");
  expect(lines.at(-1)).toStartWith("q leaves");
});
