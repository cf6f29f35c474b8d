/** Centres of further ensembles are held to a changed world as those of the first are. */
import { expect, test } from "bun:test";
import type { NumericNpyArray } from "../../../../src/format/npy-array.ts";
import { checkWorld } from "../../../../src/tasks/path-integration/changed-world.ts";
import { tinyConfig } from "../../../support/tiny-training.ts";
import { userErrorOf } from "../../../support/user-error.ts";

const pairs = (...data: number[]): NumericNpyArray => ({
  kind: "float32",
  shape: [data.length / 2, 2],
  data: Float32Array.from(data),
});
const code = { placeCells: 2, morePlaces: "3:0.4", topK: 1 };
const trained = tinyConfig({}, {}, code);
const changed = { ...trained, world: { ...trained.world, periodic: true, boxWidth: 1 } };

test("a cell beyond the seam is named with its ensemble", () => {
  const constants = new Map([
    ["place_centres", pairs(0.1, 0.2, -0.4, 0.9)],
    ["place_centres_2", pairs(0, 0, -0.7, 0.2, 0.3, 0.1)],
  ]);
  expect(userErrorOf(() => checkWorld(trained, changed, constants))).toBe(
    "place cell 1 of ensemble 2 lies at x -0.700 m, outside a periodic box of 1 x 2.2 m | make the box at least 1.4 m wide, or give it walls",
  );
  constants.set("place_centres_2", pairs(0, 0, -0.4, 0.2, 0.3, 0.1));
  checkWorld(trained, changed, constants);
});

test("centres that are missing, or of another number of cells, are refused", () => {
  const mend = "the file is damaged or not a checkpoint of this network";
  const constants = new Map([["place_centres", pairs(0.1, 0.2, -0.4, 0.9)]]);
  expect(userErrorOf(() => checkWorld(trained, changed, constants))).toBe(
    `place_centres_2 should be float32 [3, 2], found nothing | ${mend}`,
  );
  constants.set("place_centres_2", pairs(0, 0));
  expect(userErrorOf(() => checkWorld(trained, changed, constants))).toBe(
    `place_centres_2 should be float32 [3, 2], found float32 [1, 2] | ${mend}`,
  );
});
