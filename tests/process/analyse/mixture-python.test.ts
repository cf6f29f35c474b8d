/** Mixtures beside those of NumPy, written from the definition of expectation and maximization. */
import { afterAll, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { fitMixture, maximized } from "../../../src/analyse/gaussian-mixture.ts";
import { openEngine } from "../../../src/engine/engine.ts";
import { pythonWith, runPython } from "../../support/python.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { threeModules } from "../../support/three-modules.ts";

const engine = await openEngine({ workers: 1, blas: "wasm" });
afterAll(() => engine.close());
const python = pythonWith("numpy", "scipy");
const leastDeviation = 0.005;

const script = `
import json, numpy as np
from scipy.special import logsumexp
from scipy.stats import norm
given = json.load(open("given.json"))
x = np.array(given["values"])
def em(mean, sd, weight):
    mean, sd, weight = map(np.array, (mean, sd, weight))
    before = -np.inf
    while True:
        log = np.log(weight) + norm.logpdf(x[:, None], mean, sd)
        all = logsumexp(log, axis=1)
        if all.sum() - before <= 1e-7 * len(x): break
        before = all.sum()
        share = np.exp(log - all[:, None])
        n = share.sum(0)
        mean = share.T @ x / n
        sd = np.maximum(${leastDeviation}, np.sqrt((share * (x[:, None] - mean) ** 2).sum(0) / n))
        weight = n / len(x)
    k = len(mean)
    return [*np.sort(mean), all.sum(), (3 * k - 1) * np.log(len(x)) - 2 * all.sum()]
same = em(*given["start"])
random = np.random.default_rng(0)
best = []
for k in (1, 2, 3, 4):
    runs = [em(random.choice(x, k, replace=False), np.full(k, np.ptp(x) / (2 * k)), np.full(k, 1 / k)) for _ in range(12)]
    best.append(min(run[-1] for run in runs))
print(json.dumps([same, best]))
`;

test.skipIf(!python)("agree with NumPy (skipped without numpy and scipy)", () => {
  const values = threeModules(120, 3);
  const start = [0.5, 0.6, 1].map((mean) => ({ mean, deviation: 0.1, weight: 1 / 3 }));
  using folder = temporaryFolder();
  const columns = [
    [0.5, 0.6, 1],
    [0.1, 0.1, 0.1],
    [1 / 3, 1 / 3, 1 / 3],
  ];
  writeFileSync(folder.at("given.json"), JSON.stringify({ values: [...values], start: columns }));
  const [same, best] = JSON.parse(runPython(python!, script, folder.path)) as [number[], number[]];
  const { components, logLikelihood, bic } = maximized(values, start, leastDeviation);
  const ours = [...components.map(({ mean }) => mean), logLikelihood, bic];
  expect(ours).toHaveLength(same.length);
  same.forEach((number, i) => {
    expect(Math.abs(ours[i]! / number - 1)).toBeLessThan(1e-9);
  });
  // Twelve random starts of NumPy's, ten of ours: neither may find a likelier mixture of so few components.
  best.forEach((theirs, i) => {
    const found = fitMixture(engine, values, i + 1, { seed: 1, leastDeviation })!.bic;
    expect(found).toBeLessThan(theirs + 1e-3 * Math.abs(theirs));
  });
});
