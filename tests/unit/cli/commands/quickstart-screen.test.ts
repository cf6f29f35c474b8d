import { afterAll, describe, expect, test } from "bun:test";
import { join } from "node:path";
import { findScorer } from "../../../../src/analyse/scorer.ts";
import { mapsThatFit, mosaicLines } from "../../../../src/cli/commands/quickstart/maps-that-fit.ts";
import { quickstartScreen } from "../../../../src/cli/commands/quickstart/quickstart-screen.ts";
import { detectTerminal } from "../../../../src/draw/terminal.ts";
import { openEngine } from "../../../../src/engine/engine.ts";
import { readMetrics } from "../../../../src/run/metrics-log.ts";
import { Analysis } from "../../../../src/session/analysis.ts";
import { readSubject } from "../../../../src/session/subject.ts";
import { trainingCurves } from "../../../../src/session/training-curves.ts";
import { pathIntegration } from "../../../../src/tasks/path-integration/path-integration.ts";
import { trainTinyRun } from "../../../support/tiny-run.ts";

const run = await trainTinyRun(20);
const engine = await openEngine({ workers: 1, blas: "wasm" });
afterAll(() => engine.close());

async function evaluated(trajectories: number, steps: number, scorer: string) {
  const subject = readSubject(run.path, "run");
  const analysis = new Analysis(engine, subject.open(engine), subject.step);
  const request = { seed: 1, trajectories, steps };
  const evaluation = await analysis.evaluation({ request, bins: 20, scorer: findScorer(scorer) });
  const curves = trainingCurves(pathIntegration, readMetrics(join(run.path, "metrics.jsonl")));
  return { evaluation, curves, seconds: 3, run: "runs/quick-seed0-20261128-070734" };
}

const screen = (result: Awaited<ReturnType<typeof evaluated>>, columns: number, rows?: number) =>
  quickstartScreen(result, { terminal: detectTerminal({ NO_COLOR: "1" }, { columns }) }, rows).split("\n");

describe("what quickstart shows at its end", async () => {
  const result = await evaluated(300, 5, "deepmind-code");

  test.each([
    [80, 24],
    [80, 30],
    [100, 30],
    [160, 50],
  ])("is one screen of %d x %d, with the prompt below", (columns, rows) => {
    const lines = screen(result, columns, rows);
    expect(lines.length).toBeLessThan(rows);
    expect(Math.max(...lines.map((line) => Bun.stringWidth(line)))).toBeLessThanOrEqual(columns);
    const text = lines.join("\n");
    expect(text.match(/#\d+ +-?\d\.\d\d/g)).toHaveLength(6);
    const parts = ["matched noise", "#", ", chance ", "kept in", "--out report.html", "bun run repl runs/"];
    const places = parts.map((part) => text.indexOf(part));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(text.replace(/\s+/g, " ")).toMatch(
      /\d+ of 16 units \([\d.]+ %\) score hexagonally above -?[\d.]+, the 95th percentile of matched noise \(deepmind-code, 20 x 20 bins\)/,
    );
    expect(text).toMatch(/floor [\d.]+, chance [\d.]+/);
    expect(text.includes("loss (nats)")).toBe(rows === 50);
    expect(text).not.toContain("\n\n\n");
  });

  test("has 30 rows where nobody knows how many there are", () => {
    expect(screen(result, 80)).toEqual(screen(result, 80, 30));
  });

  test("has no gap where no unit has a score", async () => {
    const text = screen(await evaluated(1, 1, "nan-aware"), 80, 30).join("\n");
    expect(text).toContain("No unit has a score");
    expect(text).not.toContain("#");
    expect(text).not.toContain("\n\n\n");
    expect(text).toEndWith("bun run repl runs/quick-seed0-20261128-070734");
  });
});

describe("maps that fit", () => {
  test("are as large as can be, and stay inside", () => {
    for (const [columns, lines] of [
      [80, 14],
      [100, 20],
      [160, 30],
      [200, 60],
      [40, 60],
    ] as const) {
      const fit = mapsThatFit(6, 20, columns, lines);
      expect(fit.columns * fit.rows).toBeGreaterThanOrEqual(6);
      expect(fit.columns * (fit.width + 2) - 2).toBeLessThanOrEqual(columns);
      expect(mosaicLines(fit)).toBeLessThanOrEqual(lines);
    }
    expect(mapsThatFit(6, 20, 160, 30)).toEqual({ columns: 6, rows: 1, width: 20 });
    expect(mapsThatFit(6, 20, 80, 30)).toEqual({ columns: 3, rows: 2, width: 20 });
  });

  test("are small where nothing fits, and never wider than their bins", () => {
    expect(mapsThatFit(6, 20, 20, 4)).toEqual({ columns: 2, rows: 3, width: 6 });
    expect(mapsThatFit(2, 4, 80, 20).width).toBe(4);
  });
});
