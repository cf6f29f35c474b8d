/** A network trained elsewhere, loaded into ours: weights, velocity input and place cells are the file's, the trajectories ours. */
import { afterAll, describe, expect, test } from "bun:test";
import { storedWeight } from "../../../../bench/gpu/stored-weight.ts";
import { scoreMaps } from "../../../../src/analyse/grid-score.ts";
import { type Observation, observe } from "../../../../src/analyse/observe.ts";
import { findScorer } from "../../../../src/analyse/scorer.ts";
import { survival } from "../../../../src/analyse/survival.ts";
import { centresName } from "../../../../src/code/code-constants.ts";
import { resolveConfig } from "../../../../src/config/resolve.ts";
import { openEngine } from "../../../../src/engine/engine.ts";
import { allocateArrays } from "../../../../src/networks/layout.ts";
import { pathIntegration } from "../../../../src/tasks/path-integration/path-integration.ts";
import { isPathIntegration } from "../../../../src/tasks/path-integration/settings.ts";
import { golden, goldenPath } from "../../../support/golden.ts";

const file = "rnn256_trained.npz";
const missing = goldenPath(file) === undefined;
const data = golden(file);
const bins = 20;
const units = 256;

const engine = await openEngine({ workers: 2, blas: "wasm" });
afterAll(() => engine.close());

/** The network of the file; it was trained on velocities in metres per step and on the published wall rule. */
function openNetwork() {
  const placeCells = data.shape("place_centres")[0]!;
  const code = {
    ...{ kind: "differenceOfSoftmaxes", placeCells, topK: 3 },
    width: data.number("place_cell_rf"),
    surround: data.number("surround_scale"),
  };
  const model = { kind: "rnn", units, activation: "relu", velocityUnit: "metresPerStep" };
  const tree = { world: { wallRule: "faithful" }, code, model };
  const config = resolveConfig([{ origin: file, tree }]);
  if (!isPathIntegration(config)) throw new Error(config.task);
  const pairs = Float32Array.from(data.numbers("place_centres"));
  const centres = { kind: "float32", shape: [placeCells, 2], data: pairs } as const;
  const experiment = pathIntegration.open(engine, config, new Map([[centresName(), centres]]));
  const { layout } = experiment;
  const weights = allocateArrays(engine, layout, "weights");
  for (const [name, parameter] of Object.entries(layout)) {
    weights[name]!.set(storedWeight(data, "", parameter));
  }
  return pathIntegration.activity(engine, experiment, weights);
}

let observed: Observation | undefined;
/** As many samples as the file's own maps are made of: 12,000 trajectories of 20 steps. */
const observation = (): Observation =>
  (observed ??= observe(engine, openNetwork(), {
    seed: 3,
    trajectories: 12_000,
    steps: data.number("sequence_length"),
    bins,
  }));

/** Correlation of two maps over the bins that both have; `at` says which bin of `b` goes with one of `a`. */
function correlation(a: ArrayLike<number>, b: ArrayLike<number>, at: (bin: number) => number): number {
  let [n, sumA, sumB, aa, bb, ab] = [0, 0, 0, 0, 0, 0];
  for (let bin = 0; bin < a.length; bin++) {
    const [x, y] = [a[bin]!, b[at(bin)]!];
    if (Number.isNaN(x) || Number.isNaN(y)) continue;
    [n, sumA, sumB, aa, bb, ab] = [n + 1, sumA + x, sumB + y, aa + x * x, bb + y * y, ab + x * y];
  }
  return (n * ab - sumA * sumB) / Math.sqrt((n * aa - sumA ** 2) * (n * bb - sumB ** 2));
}

describe.skipIf(missing)(`${file}${missing ? " (skipped: file missing)" : ""}`, () => {
  // Found with these 12,000 trajectories: 4.80 cm and 46.5 %.
  test("decodes as well here as where it was trained", () => {
    const { measured, samples } = observation();
    expect(samples).toBe(240_000);
    expect(Math.abs(measured.decodeErrorCm! - data.number("decode_error_cm"))).toBeLessThan(0.3);
  });

  test("has the same share of hexagonal units with the released scorer", () => {
    const { grid60 } = scoreMaps(
      engine,
      observation().rates.rateMap,
      { units, bins },
      findScorer("deepmind-code"),
    );
    const share = (scores: ArrayLike<number>) => survival(scores, [0.37]).shares[0]!;
    expect(Math.abs(share(grid60) - 0.473)).toBeLessThan(0.04);
    expect(Math.abs(share(grid60) - share(data.numbers("grid_score_60")))).toBeLessThan(0.04);
  });

  test("has the same rate maps", () => {
    const theirs = data.numbers("rate_maps");
    const { rateMap } = observation().rates;
    const unit = (maps: Float64Array, i: number) => maps.subarray(i * bins * bins, (i + 1) * bins * bins);
    // The file's maps are [x, y].
    const turned = (bin: number) => (bin % bins) * bins + Math.floor(bin / bins);
    const found = Array.from({ length: units }, (_, i) =>
      correlation(unit(rateMap, i), unit(theirs, i), turned),
    ).sort((a, b) => a - b);
    // Other trajectories: the maps of units that are hardly ever active are noisy, the others are not.
    expect(found[0]).toBeGreaterThan(0.8);
    expect(found[units / 2]).toBeGreaterThan(0.999);
  });
});
