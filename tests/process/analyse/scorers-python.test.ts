/** Scorers that find their own rings beside SciPy's rotations and NumPy's correlations, written from their descriptions. */
import { expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { scoreMaps } from "../../../src/analyse/grid-score.ts";
import { findScorer } from "../../../src/analyse/scorer.ts";
import { hexagonalCell, sampleMap, squareCell } from "../../../src/analyse/synthetic.ts";
import { openEngine } from "../../../src/engine/engine.ts";
import { pythonWith, runPython } from "../../support/python.ts";
import { randomNumbers } from "../../support/random-numbers.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const python = pythonWith("numpy", "scipy");
const bins = 18;
const box = { width: 2.2, height: 2.2 };

const script = `
import json, numpy as np
from scipy import ndimage
from scipy.signal import correlate
n = ${bins}
r = np.hypot(*np.mgrid[1 - n:n, 1 - n:n])
ones = np.ones((n, n))

def whole_map(m):
    a = correlate(m - m.mean(), m - m.mean(), method="direct")
    return a / a[n - 1, n - 1]

def overlapping(m):
    c = lambda a, b: correlate(a, b, method="direct")
    N, a, b, aa, bb, ab = c(ones, ones), c(m, ones), c(ones, m), c(m * m, ones), c(ones, m * m), c(m, m)
    with np.errstate(all="ignore"):
        v = (ab / N - a * b / N**2) / np.sqrt((aa / N - (a / N) ** 2) * (bb / N - (b / N) ** 2))
    return np.clip(np.where((np.round(N) < 2) | ~np.isfinite(v), 0, v), -1, 1)

def ring_score(image, inside):
    rho = {t: np.corrcoef(image[inside], ndimage.rotate(image, t, reshape=False)[inside])[0, 1] for t in (30, 60, 90, 120, 150)}
    return min(rho[60], rho[120]) - max(rho[30], rho[90], rho[150])

def six_peaks(m):
    image = whole_map(m)
    peaks = (image == ndimage.maximum_filter(image, 3)) & (r > 0)
    peaks[[0, -1]] = False; peaks[:, [0, -1]] = False
    d = np.sort(r[peaks])
    inner = d[0] / 2
    return ring_score(image, (r > inner) & (r <= min(n, inner + d[5])))

def expanding_circle(m):
    image = overlapping(m)
    fields, _ = ndimage.label(image > 0.2)
    inner = np.sqrt(np.sum(fields == fields[n - 1, n - 1]) / np.pi)
    scores = [ring_score(image, (r > inner) & (r <= outer)) for outer in range(int(np.ceil(inner)) + 1, n + 1)]
    return max(np.convolve(scores, np.ones(3) / 3, "valid"))

maps = np.array(json.load(open("maps.json"))).reshape(-1, n, n)
print(json.dumps([[six_peaks(m), expanding_circle(m)] for m in maps]))
`;

test.skipIf(python === undefined)("agree with SciPy; needs Python with numpy and scipy", async () => {
  const noise = randomNumbers(4 * bins * bins, 21);
  const cells = [
    hexagonalCell({ period: 0.6, angle: 0.3, phase: [0.1, 0] }),
    hexagonalCell({ period: 0.9 }),
    squareCell({ period: 0.7, angle: 0.2 }),
  ];
  const maps = Float64Array.from([
    ...noise,
    ...cells.flatMap((cell) => [...sampleMap(cell, bins, bins, box)]),
  ]);
  const units = maps.length / (bins * bins);
  using folder = temporaryFolder();
  writeFileSync(`${folder.path}/maps.json`, JSON.stringify([...maps]));
  const expected = JSON.parse(runPython(python!, script, folder.path)) as number[][];
  expect(expected).toHaveLength(units);
  const engine = await openEngine({ workers: 1, blas: "wasm" });
  for (const [column, name] of ["six-peaks", "expanding-circle"].entries()) {
    const { grid60 } = scoreMaps(engine, maps, { units, bins }, findScorer(name));
    // At the outermost shifts, of few bins, SciPy's sums lose digits that ours keep.
    grid60.forEach((score, unit) => {
      expect(score).toBeCloseTo(expected[unit]![column]!, 8);
    });
  }
  engine.close();
});
