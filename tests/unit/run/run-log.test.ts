import { expect, test } from "bun:test";
import { readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { eventFilesOf, rewindEvents } from "../../../src/run/event-files.ts";
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

const image = (tag: string) => ({ tag, png: Uint8Array.of(1), width: 1, height: 1 });

/** What TensorBoard finds in the folder, in the order of the files. */
const eventsOf = (path: string) =>
  readdirSync(path)
    .filter((name) => name.startsWith("events.out.tfevents."))
    .sort()
    .flatMap((name) => readEvents(readFileSync(join(path, name))));
const seen = (path: string) =>
  eventsOf(path).flatMap(({ step, scalars, images = [], texts = [] }) =>
    [...scalars, ...images, ...texts].map(({ tag }) => `${Number(step)} ${tag}`),
  );

test("the settings stand in the first event file, and only there", () => {
  const run = createRun(join(temporaryDirectory(), "run"), "seed: 3\n", someManifest());
  openRunLog(run).close();
  openRunLog(run).close();
  expect(eventsOf(run.path).flatMap(({ texts = [] }) => texts)).toEqual([
    { tag: "config", text: "```yaml\nseed: 3\n```", plugin: "text", size: 1 },
  ]);
});

test("what was written after a checkpoint is cut off before it is written again", () => {
  const run = createRun(join(temporaryDirectory(), "run"), "", someManifest());
  const write = (from: number, to: number) => {
    const log = openRunLog(run);
    for (let step = from; step <= to; step++) {
      log.append({ step, loss: 1 });
      log.appendImages([image("path_integration/0")], step);
    }
    log.close();
  };
  write(1, 5);
  rewindEvents(run.path, 3);
  write(4, 6);
  const each = [1, 2, 3, 4, 5, 6].flatMap((step) => [`${step} loss`, `${step} path_integration/0`]);
  expect(seen(run.path)).toEqual(["0 config", ...each]);
  rewindEvents(run.path, 0);
  expect(seen(run.path)).toEqual(["0 config"]);
});

test("a damaged event file, a link and others' files are left as they are", () => {
  const run = createRun(join(temporaryDirectory(), "run"), "", someManifest());
  const log = openRunLog(run);
  for (let step = 1; step <= 5; step++) log.append({ step, loss: 1 });
  log.close();
  const [path] = eventFilesOf(run.path) as [string];
  const whole = readFileSync(path);
  const damaged = Buffer.from(whole);
  damaged[60]! ^= 1;
  writeFileSync(path, damaged);
  const elsewhere = join(temporaryDirectory(), "theirs");
  writeFileSync(elsewhere, whole);
  symlinkSync(elsewhere, `${path}9`);
  writeFileSync(join(run.path, "events.txt"), "mine");
  rewindEvents(run.path, 2);
  expect(readFileSync(path).equals(damaged)).toBe(true);
  expect(readFileSync(elsewhere).equals(whole)).toBe(true);
  expect(readFileSync(join(run.path, "events.txt"), "utf8")).toBe("mine");
});
