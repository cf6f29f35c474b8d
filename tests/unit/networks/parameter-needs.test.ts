import { expect, test } from "bun:test";
import { layoutOf } from "../../../src/networks/layout.ts";
import { parameterNeeds } from "../../../src/networks/parameter-needs.ts";

test("arrays of a network: bytes of all copies, and each setting that a size comes from, once", () => {
  const layout = layoutOf(
    {
      recurrent: { axes: ["units", [3, "units"]], stored: "a" },
      input: { axes: [2, "units"], stored: "b" },
      decoder: { axes: ["units", "cells"], stored: "c" },
      bias: { axes: [7], stored: "d" },
    },
    { units: 10, cells: 20 },
  );
  const settingOf = { units: "model.units", cells: "code.placeCells" };
  expect(parameterNeeds(layout, 4, settingOf, "weights with moments")).toEqual([
    { label: "recurrent weights with moments", bytes: 4 * 300 * 4, settings: ["model.units"] },
    { label: "input weights with moments", bytes: 4 * 20 * 4, settings: ["model.units"] },
    {
      label: "decoder weights with moments",
      bytes: 4 * 200 * 4,
      settings: ["model.units", "code.placeCells"],
    },
    { label: "bias weights with moments", bytes: 4 * 7 * 4, settings: [] },
  ]);
});
