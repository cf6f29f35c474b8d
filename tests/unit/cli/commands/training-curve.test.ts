import { expect, test } from "bun:test";
import { drawnCurve } from "../../../../src/cli/commands/figure/training-curve.ts";
import { axisLabel, trainingCurves } from "../../../../src/session/training-curves.ts";
import { pathIntegration } from "../../../../src/tasks/path-integration/path-integration.ts";

const levels = {
  loss: { floor: 5.5101, chance: 6.2383, chanceName: "uniform guess" },
  decodeErrorCm: { floor: 5.338, chance: 84.17 },
};
const log = [
  { step: 10, loss: 6.2, decodeErrorCm: 90, density: 0.5 },
  { step: 20, loss: 6.1, density: 0.4 },
];

test("the loss and what is shown of the metrics, as they were logged", () => {
  const curves = trainingCurves(pathIntegration, log, levels);
  expect(curves.map(({ metric }) => axisLabel(metric))).toEqual(["loss (nats)", "decode error (cm)"]);
  expect(curves.map(({ values }) => values)).toEqual([
    [6.2, 6.1],
    [90, Number.NaN],
  ]);
  expect(curves[1]!.steps).toEqual([10, 20]);
});

test("without a value there is no curve", () => {
  const lines = [{ step: 10, loss: 6.2 }];
  expect(trainingCurves(pathIntegration, lines).map(({ metric }) => metric.name)).toEqual(["loss"]);
  expect(trainingCurves(pathIntegration, [])).toEqual([]);
});

test("levels are lines with their values in the unit, none where they are not known", () => {
  const [loss, error] = trainingCurves(pathIntegration, log, levels).map(drawnCurve);
  expect(loss!.levels).toEqual([
    { at: 5.5101, label: "floor 5.510 nats" },
    { at: 6.2383, label: "uniform guess 6.238 nats" },
  ]);
  expect(error!.levels).toEqual([
    { at: 5.338, label: "floor 5.34 cm" },
    { at: 84.17, label: "chance 84.2 cm" },
  ]);
  expect([loss!.logarithmic, error!.logarithmic]).toEqual([undefined, true]);
  expect(trainingCurves(pathIntegration, log).map((curve) => drawnCurve(curve).levels)).toEqual([[], []]);
});
