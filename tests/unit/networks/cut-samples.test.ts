import { expect, test } from "bun:test";
import { cutSamples } from "../../../src/networks/dense-read-out.ts";

test.each([
  { steps: 100, batch: 10 },
  { steps: 20, batch: 200 },
  { steps: 3, batch: 1 },
  { steps: 7, batch: 64 },
  { steps: 5, batch: 65 },
  { steps: 1, batch: 4000 },
])("$steps steps of $batch trajectories: every sample is in one block of at most 64", ({ steps, batch }) => {
  const { stepsTogether, rowsTogether, blocks } = cutSamples(steps, batch);
  expect(stepsTogether * rowsTogether).toBeLessThanOrEqual(64);
  // Several steps only with all rows: they follow each other in memory.
  expect(stepsTogether === 1 || rowsTogether === batch).toBe(true);
  expect(blocks).toBe(Math.ceil(steps / stepsTogether) * Math.ceil(batch / rowsTogether));
  // At most as many again as are needed at all.
  expect(blocks).toBeLessThanOrEqual(2 * Math.ceil((steps * batch) / 64));
});
