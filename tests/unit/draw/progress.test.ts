import { describe, expect, test } from "bun:test";
import { type Progress, progressLine, shareDone } from "../../../src/draw/progress.ts";
import { expectDrawable } from "../../support/line-rules.ts";
import { ascii, everyTerminal, noColour, truecolour } from "../../support/terminals.ts";

const progress: Progress = {
  step: 1234,
  steps: 4000,
  metrics: [
    { label: "loss", value: 5.912 },
    { label: "error", value: 12.3, unit: "cm", digits: 3 },
  ],
  secondsPerStep: 0.0289,
};

const at = (columns: number) => progressLine(progress, { ...noColour, columns });

test("the whole line", () => {
  expect(at(100)).toBe(
    "step 1234/4000  loss 5.912  error 12.3 cm  29 ms/step  1m 20s left  ▕███████▍                ▏  30 %",
  );
});

test("parts go as it gets narrow, the less important first", () => {
  expect(at(80)).toBe("step 1234/4000  loss 5.912  error 12.3 cm  29 ms/step  1m 20s left  ▕█▎  ▏  30 %");
  expect(at(79)).toBe("step 1234/4000  loss 5.912  error 12.3 cm  1m 20s left  ▕████▋          ▏  30 %");
  expect(at(60)).toBe("step 1234/4000  loss 5.912  error 12.3 cm  1m 20s left  30 %");
  expect(at(40)).toBe("step 1234/4000  loss 5.912  ▕█▎  ▏  30 %");
  expect(at(30)).toBe("step 1234/4000  loss 5.912");
  expect(at(10)).toBe("step 1234…");
});

test("numbers keep their width from step to step", () => {
  const widths = [0, 9, 99, 1000, 3999, 4000].map(
    (step) => progressLine({ ...progress, step, secondsPerStep: 0 }, noColour).length,
  );
  expect(new Set(widths).size).toBe(1);
});

test("the end is full", () => {
  expect(progressLine({ ...progress, step: 4000 }, ascii)).toEndWith("0.0 ms left  [####] 100 %");
  expect(shareDone({ ...progress, step: 0, steps: 0 })).toBe(1);
});

test("99.9 % is not 100 %", () => {
  expect(progressLine({ ...progress, step: 3999 }, ascii)).toEndWith(" 99 %");
});

test("only the bar is coloured", () => {
  const line = progressLine(progress, truecolour);
  expect(line).toContain("▕\x1b[38;2;86;180;233m█▎  \x1b[0m▏");
  expect(line.split("\x1b").length).toBe(3);
});

test("more steps than there are throw", () => {
  expect(() => progressLine({ ...progress, step: 4001 }, noColour)).toThrow("step 4001 of 4000");
});

describe("fits", () => {
  test("everywhere", () => {
    for (const terminal of everyTerminal) {
      for (let columns = 1; columns <= 130; columns++) {
        const narrow = { ...terminal, columns };
        expectDrawable([progressLine(progress, narrow)], narrow);
      }
    }
  });
});
