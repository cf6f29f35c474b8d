/** Watersheds as scikit-image has them. */
import { expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { watershed } from "../../../src/analyse/nulls/watershed.ts";
import { smoothedNoiseMaps } from "../../../src/analyse/smoothed-noise.ts";
import { hexagonalCell, sampleMap } from "../../../src/analyse/synthetic.ts";
import { openEngine } from "../../../src/engine/engine.ts";
import { npyArray } from "../../../src/format/npy-array.ts";
import { writeNpz } from "../../../src/format/npz.ts";
import { pythonWith, runPython } from "../../support/python.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const python = pythonWith("skimage");

test.skipIf(!python)(
  "are those of skimage.segmentation.watershed (skipped without scikit-image)",
  async () => {
    using folder = temporaryFolder();
    const engine = await openEngine({ workers: 1, blas: "wasm" });
    const maps = smoothedNoiseMaps(engine, { units: 40, bins: 20, smoothing: 1.2, seed: 2 });
    engine.close();
    const box = { width: 2.2, height: 2.2 };
    maps.set(sampleMap(hexagonalCell({ period: 0.6, angle: 0.1, phase: [0.03, 0.05] }), 20, 20, box));
    // Plateaus. Of rates that are equal elsewhere scikit-image's heap decides, and not their order.
    for (let unit = 20; unit < 40; unit++) {
      const map = maps.subarray(unit * 400, (unit + 1) * 400);
      const most = Math.max(...map);
      map.forEach((rate, bin) => {
        map[bin] = Math.min(rate, 0.6 * most);
      });
    }
    writeFileSync(folder.at("maps.npz"), writeNpz({ maps: npyArray(maps, [40, 20, 20]) }));
    const script = `
import json, numpy as np
from skimage.segmentation import watershed
maps = np.load("maps.npz")["maps"]
print(json.dumps([watershed(-m, mask=m > m.mean()).ravel().tolist() for m in maps]))`;
    const wanted = JSON.parse(runPython(python!, script, folder.path)) as number[][];
    expect(new Set(wanted.flat()).size).toBeGreaterThan(10);
    wanted.forEach((basins, unit) => {
      const map = maps.subarray(unit * 400, (unit + 1) * 400);
      const mean = map.reduce((sum, rate) => sum + rate, 0) / 400;
      expect([...watershed(map, 20, 20, mean)]).toEqual(basins);
    });
  },
);
