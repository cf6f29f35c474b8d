/** Between what losses of ensembles lie: the published ones, and every mode against what a reference says. */
import { afterAll, describe, expect, test } from "bun:test";
import { lossLevels } from "../../../src/code/loss-levels.ts";
import { openPathCode } from "../../../src/code/open-path-code.ts";
import { decodeFloorCm } from "../../../src/code/place-floors.ts";
import { placeSettings } from "../../../src/code/place-settings.ts";
import { openEngine } from "../../../src/engine/engine.ts";
import { readoutOf } from "../../../src/networks/path-network.ts";
import { levelsOf, metricsOf } from "../../../src/tasks/path-integration/metrics.ts";
import { defaultArena } from "../../../src/world/arena.ts";
import { plainSigmoidCrossEntropy } from "../../support/reference/code-modes.ts";
import { encodeHeading, headDensities } from "../../support/reference/head-code.ts";
import { plainSoftmaxCrossEntropy } from "../../support/reference/training-kernels.ts";

const engine = await openEngine({ workers: 1, blas: "wasm" });
afterAll(() => engine.close());

const published = {
  ...{ kind: "gaussian", placeCells: 256, width: 0.01, centres: "numpyPairs" },
  ...{ headCells: 12, headMeans: "placeSeed", topK: 1 },
};
const codeOf = (settings: object) =>
  openPathCode(engine, placeSettings.parse({ ...published, ...settings }), defaultArena, 0);

describe("the published ensembles", () => {
  test("floors of the losses, what a uniform guess costs, and the floor of the decoded place", () => {
    const code = codeOf({});
    const [places, heads] = code.parts.map((part) => lossLevels(engine, part));
    // Of 20,000 uniform places and headings; the standard errors are 0.001 and 0.002 nats.
    expect(Math.abs(places!.floor - 0.052)).toBeLessThan(0.004);
    expect(Math.abs(heads!.floor - 0.7225)).toBeLessThan(0.006);
    expect(places!.chance + heads!.chance).toBeCloseTo(8.0301, 4);
    expect(Math.abs(decodeFloorCm(engine, code.parts[0].code, {}, 1) - 6.96)).toBeLessThan(0.08);
    const levels = levelsOf(engine, readoutOf(code, 1), 0);
    expect(levels.loss!.floor).toBeCloseTo(places!.floor + heads!.floor, 12);
    expect(levels.loss!.chance).toBeCloseTo(8.0301, 4);
    expect([levels.placeLoss!.chance, levels.headLoss!.chance]).toEqual([Math.log(256), Math.log(12)]);
    expect(levels.headingErrorRad!.chance).toBe(Math.PI / 2);
    expect(Object.keys(levels).sort()).toEqual(
      ["loss", ...metricsOf(code).map(({ name }) => name)].filter((name) => name !== "density").sort(),
    );
  });

  test("weights count in the loss and not in those of the parts", () => {
    const [one, half] = [1, 0.5].map((headWeight) =>
      levelsOf(engine, readoutOf(codeOf({ headWeight }), 1), 0),
    );
    expect(half!.headLoss).toEqual(one!.headLoss!);
    expect(one!.loss!.chance - half!.loss!.chance).toBeCloseTo(Math.log(12) / 2, 12);
    expect(one!.loss!.floor - half!.loss!.floor).toBeCloseTo(one!.headLoss!.floor / 2, 12);
  });
});

describe("every mode of one ensemble of head-direction cells", () => {
  const headings = Array.from({ length: 4000 }, (_, i) => ((2 * (i + 0.5)) / 4000 - 1) * Math.PI);
  const mean = (value: (heading: number) => number) =>
    headings.reduce((sum, heading) => sum + value(heading), 0) / headings.length;
  const partOf = (settings: object) => {
    const part = codeOf({ headCells: 5, headConcentration: 2, headMeans: "evenly", ...settings }).parts[1]!;
    if (part.quantity !== "head") throw new Error("no heads");
    return { part, means: Float64Array.from(part.code.means.view) };
  };
  const zeros = Array<number>(5).fill(0);

  test("probabilities and cells drawn by them: their entropy", () => {
    const { part, means } = partOf({});
    const expected = mean((heading) => {
      const code = encodeHeading(means, 2, heading);
      return plainSoftmaxCrossEntropy(code.map(Math.log), code, 1).loss;
    });
    expect(lossLevels(engine, part).floor).toBeCloseTo(expected, 2);
    expect(lossLevels(engine, partOf({ targets: "sample" }).part)).toEqual(lossLevels(engine, part));
  });

  test("the likeliest cell can be known for certain", () => {
    expect(lossLevels(engine, partOf({ targets: "voronoi" }).part)).toEqual({
      floor: 0,
      chance: Math.log(5),
    });
  });

  test("densities with a softmax", () => {
    const { part, means } = partOf({ targets: "normalized", ensembleLoss: "softmax" });
    const of = (said: (code: number[]) => number[]) =>
      mean((heading) => {
        const code = headDensities(means, 2, heading);
        return plainSoftmaxCrossEntropy(said(code), code, 1).loss;
      });
    const { floor, chance } = lossLevels(engine, part);
    expect(floor / of((code) => code.map(Math.log))).toBeCloseTo(1, 2);
    expect(chance / of(() => zeros)).toBeCloseTo(1, 2);
  });

  test("densities, each cell by itself", () => {
    const code = codeOf({ headCells: 0, placeCells: 3, width: 0.5, targets: "normalized" });
    const { floor, chance } = lossLevels(engine, code.parts[0]);
    const { centresX, centresY } = code.parts[0].code;
    const side = Array.from({ length: 60 }, (_, i) => ((i + 0.5) / 60 - 0.5) * 2.2);
    const losses = side.flatMap((x) =>
      side.map((y) => {
        const targets = Array.from(centresX.view, (cx, i) =>
          Math.exp(-((x - cx) ** 2 + (y - centresY.view[i]!) ** 2) / (2 * 0.5 ** 2)),
        );
        const best = targets.map((target) => {
          const z = 0.99 * target + 0.005;
          return Math.log(z / (1 - z));
        });
        return plainSigmoidCrossEntropy(best, targets, 0.01).loss;
      }),
    );
    expect(floor / (losses.reduce((sum, one) => sum + one, 0) / losses.length)).toBeCloseTo(1, 1);
    expect(chance).toBe(plainSigmoidCrossEntropy([0], [0.3], 0.01).loss);
  });
});
