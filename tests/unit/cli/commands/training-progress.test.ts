import { expect, test } from "bun:test";
import { openProgress } from "../../../../src/cli/commands/train/training-progress.ts";
import { placeMetrics } from "../../../../src/tasks/path-integration/metrics.ts";
import { ascii, noColour } from "../../../support/terminals.ts";

function written(interactive: boolean): string {
  let text = "";
  const io = { stderr: { write: (part: string) => (text += part) } };
  const context = { quiet: false, io, progressTerminal: { ...noColour, interactive } };
  const progress = openProgress(context as unknown as Parameters<typeof openProgress>[0], placeMetrics);
  const result = {
    loss: 6.1,
    learningRate: 1,
    gradientNorm: 1,
    measured: { decodeErrorCm: 50, density: 0.5 },
  };
  progress.update({ step: 30, steps: 60, result, secondsPerStep: 0.01 });
  progress.end();
  return text;
}

test("the gauge is drawn with blocks where somebody watches, in ASCII elsewhere", () => {
  expect(written(true)).toContain("\u2588");
  const plain = written(ascii.interactive);
  expect(plain).toMatch(/^step 30\/60 .*error 50\.0 cm.* \[##+ +\] {2,3}50 %\n$/);
});
