import { afterAll, describe, expect, test } from "bun:test";
import { join } from "node:path";
import { findScorer } from "../../../../src/analyse/scorer.ts";
import { quickstartReport } from "../../../../src/cli/commands/quickstart/quickstart-answer.ts";
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

async function report(trajectories: number, steps: number, scorer = "deepmind-code"): Promise<string> {
  const subject = readSubject(run.path, "run");
  const analysis = new Analysis(engine, subject.open(engine), subject.step);
  const request = { seed: 1, trajectories, steps };
  const evaluation = await analysis.evaluation({ request, bins: 8, scorer: findScorer(scorer) });
  const curves = trainingCurves(pathIntegration, readMetrics(join(run.path, "metrics.jsonl")));
  const terminal = detectTerminal({ NO_COLOR: "1" }, { isTTY: false, columns: undefined });
  return quickstartReport(curves, evaluation, 3, "runs/first", { terminal });
}

describe("what quickstart shows at its end", () => {
  test("has the best units before what to try next, one empty line between all parts", async () => {
    const text = await report(300, 5);
    const parts = ["loss (nats)", "decode error (cm)", "trained", "best of 16 units", "what to try next"];
    const places = parts.map((part) => text.indexOf(part));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(text).not.toContain("\n\n\n");
  });

  test("has no gap where no unit has a score", async () => {
    const text = await report(1, 1, "nan-aware");
    expect(text).toContain("no unit has a score");
    expect(text).not.toContain("best of");
    expect(text).not.toContain("\n\n\n");
    expect(text).toEndWith("code.kind=gaussian");
  });
});
