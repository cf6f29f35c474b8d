/** Measures of rate maps beside NumPy's, written from their definitions. */
import { expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { mapMeasures } from "../../../src/analyse/map-measures.ts";
import { pythonWith, runPython } from "../../support/python.ts";
import { randomNumbers } from "../../support/random-numbers.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const python = pythonWith("numpy", "scipy");
const [units, rows, columns] = [6, 14, 18];
const size = rows * columns;

const script = `
import json, numpy as np
from scipy.ndimage import convolve
given = json.load(open("given.json"))
maps = np.array(given["maps"], float).reshape(${units}, ${rows}, ${columns})
visits = np.array(given["visits"], float).reshape(${rows}, ${columns})
out = []
kernel = np.ones((3, 3)); kernel[1, 1] = 0
for m in maps:
    seen = ~np.isnan(m)
    p = visits[seen] / visits[seen].sum(); r = m[seen]; mean = np.average(r, weights=visits[seen])
    x = r / mean
    bits = np.sum(p * x * np.log2(np.where(x > 0, x, 1)))
    around = convolve(np.where(seen, m, 0), kernel, mode="constant") / np.maximum(convolve(seen.astype(float), kernel, mode="constant"), 1)
    z = np.arctanh(np.corrcoef(m[seen], around[seen])[0, 1])
    y, c = np.mgrid[:${rows}, :${columns}]
    middle = m[3:-3, 3:-3]
    walls = [m[:3], m[-3:], m[:, :3], m[:, -3:]]
    border = max((np.nanmean(w) - np.nanmean(middle)) / (np.nanmean(w) + np.nanmean(middle)) for w in walls)
    out.append([bits, bits * mean, mean ** 2 / np.sum(p * r ** 2), r.max() / mean, z, border])
print(json.dumps(out))
`;

test.skipIf(python === undefined)("agree with NumPy; needs Python with numpy and scipy", () => {
  const random = randomNumbers(units * size, 4);
  const maps = Float64Array.from(random, (value, i) =>
    i % 11 === 3 && Math.floor(i / size) > 0 ? Number.NaN : Math.max(0, value - 0.3) + (i % columns) / 40,
  );
  const visits = Float64Array.from(randomNumbers(size, 5), (value) => 1 + Math.floor(50 * value));
  using folder = temporaryFolder();
  const json = JSON.stringify({ maps: [...maps], visits: [...visits] });
  writeFileSync(`${folder.path}/given.json`, json);
  const expected = JSON.parse(runPython(python!, script, folder.path)) as number[][];
  const got = mapMeasures(
    maps,
    { units, binsX: columns, binsY: rows },
    { box: { width: 2, height: 2 }, visits },
  );
  const names = [
    "information",
    "informationRate",
    "sparsity",
    "selectivity",
    "coherence",
    "borderRatio",
  ] as const;
  expected.forEach((numbers, unit) => {
    numbers.forEach((number, i) => {
      expect(got[names[i]!][unit]).toBeCloseTo(number, 10);
    });
  });
  expect(expected).toHaveLength(units);
});
