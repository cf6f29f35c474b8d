/** Two places by SciPy's k-means, as published, beside ours. */
import { afterAll, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { jitteredLattice } from "../../../src/code/place-centres.ts";
import { centrePairs, encode, openPlaceCode } from "../../../src/code/place-code.ts";
import { decodeTwo, errorsOfTwo, median } from "../../../src/code/two-places.ts";
import { openEngine } from "../../../src/engine/engine.ts";
import { fillUniform } from "../../../src/engine/random.ts";
import { npyArray } from "../../../src/format/npy-array.ts";
import { writeNpz } from "../../../src/format/npz.ts";
import { defaultArena, spreadOver } from "../../../src/world/arena.ts";
import { pythonWith, runPython } from "../../support/python.ts";
import { temporaryDirectory } from "../../support/temporary.ts";

const python = pythonWith("numpy", "scipy.cluster.vq");
const engine = await openEngine({ workers: 2, blas: "wasm" });
afterAll(() => engine.close());

/** The dual-agent task of the repository of Sorscher et al. 2019: k-means of the best 6 cells, the best of many starts. */
const script = `
import json
import numpy as np
from scipy.cluster.vq import kmeans
np.random.seed(0)
z = np.load("two.npz")
errors, costs, ours = [], [], []
for code, one, other, decoded in zip(z["code"], z["one"], z["other"], z["decoded"]):
    best = z["centres"][np.argsort(-code, kind="stable")[:6]].astype(float)
    found, _ = kmeans(best, 2, iter=20)
    cost = lambda means: ((best[:, None] - means[None]) ** 2).sum(-1).min(1).sum()
    costs.append(cost(found))
    ours.append(cost(decoded.reshape(2, 2).astype(float)))
    truth = np.concatenate([one, other])
    errors.append(min(np.linalg.norm(found.ravel() - truth), np.linalg.norm(found[::-1].ravel() - truth)))
print(json.dumps({"median": np.median(errors), "errors": errors, "costs": costs, "ours": ours}))
`;

test.skipIf(!python)("are those of SciPy's k-means, or of clusters that are better", () => {
  const rows = 100;
  const centres = jitteredLattice(engine, defaultArena, 512, 0);
  const code = openPlaceCode(engine, { arena: defaultArena, centres });
  const [one, other] = ["one", "other"].map((stream) => {
    const places = engine.memory.allocate("float32", [rows, 2], stream);
    fillUniform(engine, { seed: 1, stream, items: rows, draws: 2 }, places);
    spreadOver(defaultArena, places.view);
    return places;
  }) as [
    ReturnType<typeof engine.memory.allocate<"float32">>,
    ReturnType<typeof engine.memory.allocate<"float32">>,
  ];
  const [sum, second] = [one, other].map((places) => {
    const activity = engine.memory.allocate("float32", [rows, 512], "codes");
    encode(engine, code, places, activity);
    return activity;
  });
  engine.kernels.scaleAndAdd(sum!.pointer, second!.pointer, rows * 512, 1, 1);
  const decoded = engine.memory.allocate("float32", [rows, 4], "decoded");
  decodeTwo(engine, code, sum!, { one, other }, decoded, 6);
  const cwd = temporaryDirectory();
  const arrays = {
    code: npyArray(sum!.toArray(), [rows, 512]),
    one: npyArray(one.toArray(), [rows, 2]),
    other: npyArray(other.toArray(), [rows, 2]),
    decoded: npyArray(decoded.toArray(), [rows, 4]),
    centres: npyArray(centrePairs(code), [512, 2]),
  };
  writeFileSync(join(cwd, "two.npz"), writeNpz(arrays));
  const theirs = JSON.parse(runPython(python!, script, cwd)) as Record<
    "errors" | "costs" | "ours",
    number[]
  > & {
    median: number;
  };
  const { both } = errorsOfTwo(engine, decoded, { one, other });
  let same = 0;
  for (let row = 0; row < rows; row++) {
    // float32 of our means.
    expect(theirs.ours[row]!).toBeLessThan(theirs.costs[row]! + 1e-6);
    if (Math.abs(theirs.ours[row]! - theirs.costs[row]!) > 1e-6) continue;
    same++;
    expect(Math.abs(theirs.errors[row]! - both[row]!)).toBeLessThan(1e-5);
  }
  expect(same).toBeGreaterThan(0.95 * rows);
  expect(Math.abs(100 * (median(both) - theirs.median))).toBeLessThan(0.5);
});
