/** What can be looked at of an LSTM fits together by its own equations, step after step. */
import { afterAll, expect, test } from "bun:test";
import { openEngine } from "../../../../src/engine/engine.ts";
import { pathIntegration } from "../../../../src/tasks/path-integration/path-integration.ts";
import { trainingBatch } from "../../../../src/tasks/path-integration/training-batch.ts";
import { tinyConfig } from "../../../support/tiny-training.ts";

const engine = await openEngine({ workers: 2, blas: "wasm" });
afterAll(() => engine.close());

test("cells are kept and filled by the gates, and shown by the last", () => {
  const [batchSize, sequenceLength, units] = [7, 4, 13];
  const model = { kind: "lstm", units };
  const experiment = pathIntegration.open(engine, tinyConfig({ batchSize, sequenceLength }, model));
  const { network, readout, settings } = experiment;
  const weights = experiment.initialize();
  const batch = trainingBatch(engine, settings, 0);
  const samples = batchSize * sequenceLength;
  const look = (tap: string) => {
    const { activities } = network.rollOut(engine, weights, readout, batch, { tap, decoding: false });
    return engine.memory.floats(activities, samples * units).slice();
  };
  const [cells, input, forget] = [look("cells"), look("input"), look("forget")];
  const [candidate, output, states] = [look("candidate"), look("output"), look("lstm")];
  const shown = cells.map((cell, i) => output[i]! * Math.tanh(cell));
  const ofStep = batchSize * units;
  const after = cells.map((_, i) =>
    i < ofStep ? cells[i]! : forget[i]! * cells[i - ofStep]! + input[i]! * candidate[i]!,
  );
  for (let i = 0; i < cells.length; i++) {
    expect(states[i]).toBeCloseTo(shown[i]!, 6);
    expect(cells[i]).toBeCloseTo(after[i]!, 6);
  }
  for (const gate of [input, forget, output]) expect(gate.every((one) => one > 0 && one < 1)).toBe(true);
  expect(new Set(states).size).toBeGreaterThan(samples);
});
