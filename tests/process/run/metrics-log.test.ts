import { expect, test } from "bun:test";
import { appendFileSync, existsSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openMetricsLog, readMetrics, readScores, rewindMetrics } from "../../../src/run/metrics-log.ts";
import { temporaryDirectory } from "../../support/temporary.ts";

const logPath = () => join(temporaryDirectory(), "metrics.jsonl");

test("what is appended is on disk at once, one object a line", () => {
  const path = logPath();
  const log = openMetricsLog(path);
  log.append({ step: 1, loss: 6.25 });
  expect(readFileSync(path, "utf8")).toBe('{"step":1,"loss":6.25}\n');
  log.append({ step: 2, loss: Number.NaN });
  log.close();
  const again = openMetricsLog(path);
  again.append({ step: 3, loss: 6, decodeErrorCm: 80.5 });
  again.close();
  expect(readMetrics(path)).toEqual([
    { step: 1, loss: 6.25 },
    { step: 2, loss: null },
    { step: 3, loss: 6, decodeErrorCm: 80.5 },
  ]);
});

test("a torn last line is dropped", () => {
  const path = logPath();
  writeFileSync(path, '{"step":1,"loss":1}\n{"step":2,"lo');
  expect(readMetrics(path)).toEqual([{ step: 1, loss: 1 }]);
});

test("a broken line elsewhere is refused by its number", () => {
  const path = logPath();
  writeFileSync(path, '{"step":1}\nnonsense\n{"step":3}\n');
  expect(() => readMetrics(path)).toThrow(`line 2 of ${path} is not JSON`);
  writeFileSync(path, "null\n");
  expect(() => readMetrics(path)).toThrow("line 1");
  writeFileSync(path, '{"loss":1}\n');
  expect(() => readMetrics(path)).toThrow("line 1");
});

test.skipIf(process.platform === "win32")("a link is not written through (no links on Windows)", () => {
  const path = logPath();
  const target = `${path}.target`;
  symlinkSync(target, path);
  expect(() => openMetricsLog(path)).toThrow(
    "metrics.jsonl is a link that leads nowhere, or is not followed",
  );
  expect(existsSync(target)).toBe(false);
});

test("rewindMetrics keeps what a checkpoint knows, so that a resumed log has no step twice", () => {
  const path = logPath();
  const log = openMetricsLog(path);
  for (let step = 1; step <= 5; step++) log.append({ step, loss: step / 3 });
  log.close();
  appendFileSync(path, '{"step":6');
  rewindMetrics(path, 3);
  const resumed = openMetricsLog(path);
  resumed.append({ step: 4, loss: 9 });
  resumed.close();
  expect(readMetrics(path)).toEqual([
    ...[1, 2, 3].map((step) => ({ step, loss: step / 3 })),
    { step: 4, loss: 9 },
  ]);
});

test("a killed process leaves whole lines", async () => {
  const path = logPath();
  const module = join(import.meta.dir, "../../../src/run/metrics-log.ts");
  const script = `
    const { openMetricsLog } = await import(${JSON.stringify(module)});
    const log = openMetricsLog(${JSON.stringify(path)});
    for (let step = 1; ; step++) log.append({ step, loss: 1 / step });`;
  const child = Bun.spawn([process.execPath, "-e", script]);
  while (!existsSync(path) || readFileSync(path).length < 10_000) await Bun.sleep(5);
  child.kill("SIGKILL");
  await child.exited;
  const metrics = readMetrics(path);
  expect(metrics.length).toBeGreaterThan(100);
  expect(metrics.every(({ step, loss }, i) => step === i + 1 && loss === 1 / step)).toBe(true);
});

test("lines of a kind are no metrics, and those of an unknown kind are kept", () => {
  const path = logPath();
  const scores = {
    ...{ kind: "scores", step: 2, scorer: "pearson", bins: 20, trajectories: 600, units: 16 },
    ...{ meanGridScore: 0.1, medianGridScore: 0.2, null95: 0.4, nullStep: 2, nullMaps: 256 },
    ...{ shareAboveNull95: 0.25, threshold: 0.37, shareAboveThreshold: 0.3, nullShareAboveThreshold: 0.06 },
    medianSpacing: null,
  };
  const lines = [
    { step: 1, loss: 1 },
    { kind: "weather", step: 2, wind: "west" },
    scores,
    { step: 3, loss: 3 },
  ];
  writeFileSync(path, lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
  expect(readMetrics(path)).toEqual([
    { step: 1, loss: 1 },
    { step: 3, loss: 3 },
  ]);
  expect(readScores(path) as object[]).toEqual([scores]);
  rewindMetrics(path, 2);
  expect(
    readFileSync(path, "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line)),
  ).toEqual(lines.slice(0, 3));
  writeFileSync(path, '{"kind":"scores","step":1}\n');
  expect(() => readMetrics(path)).toThrow(`line 1 of ${path} has no scorer`);
});
