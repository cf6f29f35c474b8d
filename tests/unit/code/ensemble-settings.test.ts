/** How several ensembles are written, and what does not fit together. */
import { expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnsembles } from "../../../src/code/ensemble-list.ts";
import { openPathCode } from "../../../src/code/open-path-code.ts";
import { centrePairs } from "../../../src/code/place-code.ts";
import { placeSettings } from "../../../src/code/place-settings.ts";
import { resolveConfig } from "../../../src/config/resolve.ts";
import { parseAssignment } from "../../../src/config/sources.ts";
import { openEngine } from "../../../src/engine/engine.ts";
import { writeNpy } from "../../../src/format/npy.ts";
import { npyArray } from "../../../src/format/npy-array.ts";
import { defaultArena } from "../../../src/world/arena.ts";
import { temporaryDirectory } from "../../support/temporary.ts";
import { userErrorOf } from "../../support/user-error.ts";

const most = { cells: 1000, size: 100 };

test.each([
  ["", []],
  ["  ", []],
  ["512:0.05", [{ cells: 512, size: 0.05 }]],
  [
    " 512 : .05 ,64:3e-1",
    [
      { cells: 512, size: 0.05 },
      { cells: 64, size: 0.3 },
    ],
  ],
])("%j are these ensembles", (text, expected) => {
  expect(parseEnsembles(text, most)).toEqual(expected);
});

test.each([
  "512",
  "512:",
  ":3",
  "0:3",
  "5:0",
  "5:-1",
  "5.5:1",
  "5:1,",
  "5:1;6:1",
  "1001:1",
  "5:101",
  "a:b",
  "5:1:2",
  "5:Infinity",
])("%j is no list of ensembles", (text) => {
  expect(parseEnsembles(text, most)).toBeUndefined();
});

test.each([
  [
    ["morePlaces=512"],
    'code.morePlaces (--set) is "512" | it must be a list of cells:width, such as 64:0.3 or 512:0.05, 64:0.3',
  ],
  [
    ["morePlaces=1:0.3"],
    'code.morePlaces (--set) is "1:0.3" | it must be ensembles of at least 2 cells for differenceOfSoftmaxes',
  ],
  [
    ["headCells=12", "moreHeads=24"],
    'code.moreHeads (--set) is "24" | it must be a list of cells:concentration, such as 24:40 or 24:40, 6:2',
  ],
  [
    ["moreHeads=24:40"],
    'code.moreHeads (--set) is "24:40" | it must be empty where there is no first ensemble: code.headCells=0',
  ],
  [["headCells=-1"], 'code.headCells (--set) is "-1" | it must be an integer from 0 to 100000'],
  [
    ["headMeans=even"],
    'code.headMeans (--set) is "even" | it must be one of evenly, random, placeSeed; did you mean evenly?',
  ],
  [
    ["targets=vornoi"],
    'code.targets (--set) is "vornoi" | it must be one of softmax, voronoi, sample, normalized; did you mean voronoi?',
  ],
  [
    ["targets=zeros"],
    'code.targets (--set) is "zeros" | it must be one of softmax, voronoi, sample, normalized',
  ],
  [
    ["starts=none"],
    'code.starts (--set) is "none" | it must be one of same, softmax, voronoi, sample, normalized, zeros',
  ],
  [
    ["targets=normalized"],
    'code.targets (--set) is "normalized" | it must be softmax, voronoi or sample where code.kind is not gaussian',
  ],
  [
    ["starts=normalized"],
    'code.starts (--set) is "normalized" | it must be softmax, voronoi or sample where code.kind is not gaussian',
  ],
  [
    ["kind=gaussian", "targets=normalized", "headCells=12"],
    'code.targets (--set) is "normalized" | it must be softmax, voronoi or sample with head-direction cells, unless code.ensembleLoss=softmax',
  ],
  [
    ["kind=gaussian", "starts=normalized", "headCells=12", "headConcentration=90"],
    'code.starts (--set) is "normalized" | it must be softmax, voronoi or sample where a concentration is above 80',
  ],
])("--set code.%p is refused", (assignments, expected) => {
  const layers = assignments.map((one) => parseAssignment(`code.${one}`));
  expect(userErrorOf(() => resolveConfig(layers))).toBe(expected);
});

test("noise is a number, or a list of numbers", () => {
  const noiseOf = (text: string) => resolveConfig([parseAssignment(`model.velocityNoise=${text}`)]).model;
  expect(noiseOf("0.1")).toMatchObject({ velocityNoise: 0.1 });
  expect(noiseOf("0.1, 0")).toMatchObject({ velocityNoise: "0.1, 0" });
  const allowed = "it must be a number of at least 0, or one for each input, such as 0.01, 0, 0";
  for (const text of ["a", "-1", "0.1,", "0.1, -1"]) {
    expect(userErrorOf(() => noiseOf(text))).toBe(`model.velocityNoise (--set) is "${text}" | ${allowed}`);
  }
});

test("what fits is taken", () => {
  const wanted = ["kind=gaussian", "morePlaces=5:1", "headCells=12", "moreHeads=24:40", "targets=sample"];
  expect(resolveConfig(wanted.map((one) => parseAssignment(`code.${one}`)))).toMatchObject({
    code: { morePlaces: "5:1", headCells: 12, moreHeads: "24:40", targets: "sample", starts: "same" },
  });
});

test("a file of centres has those of all ensembles, one after the other", async () => {
  const path = join(temporaryDirectory(), "centres.npy");
  writeFileSync(
    path,
    writeNpy(npyArray(Float64Array.of(0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9), [5, 2])),
  );
  const settings = placeSettings.parse({ placeCells: 3, morePlaces: "2:0.3", topK: 1, centres: path });
  const engine = await openEngine({ workers: 1, blas: "wasm" });
  try {
    const { parts } = openPathCode(engine, settings, defaultArena, 0);
    const centres = parts.map((part) => (part.quantity === "place" ? [...centrePairs(part.code)] : []));
    expect(centres[0]).toEqual([0, 0.1, 0.2, 0.3, 0.4, 0.5].map(Math.fround));
    expect(centres[1]).toEqual([0.6, 0.7, 0.8, 0.9].map(Math.fround));
    const more = { ...settings, morePlaces: "3:0.3" };
    expect(userErrorOf(() => openPathCode(engine, more, defaultArena, 0))).toMatch(
      /centres.npy holds 5 centres \| code.placeCells and code.morePlaces are 3 \+ 3 cells$/,
    );
  } finally {
    engine.close();
  }
});
