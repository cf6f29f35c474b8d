import { expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readMetrics } from "../../../src/run/metrics-log.ts";
import { createRun } from "../../../src/run/run-directory.ts";
import { openRunLog } from "../../../src/run/run-log.ts";
import { readEvents } from "../../support/reference/tfevents.ts";
import { someManifest } from "../../support/some-manifest.ts";
import { temporaryDirectory } from "../../support/temporary.ts";

test("every number goes to metrics.jsonl and to TensorBoard", () => {
  const run = createRun(join(temporaryDirectory(), "run"), "", someManifest());
  const log = openRunLog(run);
  log.append({ step: 1, loss: 6.5, decodeErrorCm: null });
  log.append({ step: 2, loss: Number.NaN, decodeErrorCm: 80 });
  log.close();
  expect(readMetrics(run.metricsPath)).toEqual([
    { step: 1, loss: 6.5, decodeErrorCm: null },
    { step: 2, loss: null, decodeErrorCm: 80 },
  ]);
  const events = readdirSync(run.path).filter((name) => name.startsWith("events.out.tfevents."));
  expect(events).toHaveLength(1);
  const points = readEvents(readFileSync(join(run.path, events[0]!))).flatMap(({ step, scalars }) =>
    scalars.map(({ tag, value }) => [Number(step), tag, value]),
  );
  expect(points).toEqual([
    [1, "loss", 6.5],
    [2, "loss", Number.NaN],
    [2, "decodeErrorCm", 80],
  ]);
});
