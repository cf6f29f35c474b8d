import { expect, test } from "bun:test";
import { layoutOf } from "../../../src/networks/layout.ts";
import { parameterNeeds, refuseWhatDoesNotFit } from "../../../src/networks/memory-need.ts";
import { userErrorOf } from "../../support/user-error.ts";

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

test("what fits just so is let through, one byte more is refused by its largest parts", () => {
  const needs = [
    { label: "small", bytes: 1024, settings: ["a"] },
    { label: "large", bytes: 4096, settings: ["b", "c"] },
    { label: "middle", bytes: 2048, settings: ["d"] },
  ];
  refuseWhatDoesNotFit(needs, 7168);
  expect(userErrorOf(() => refuseWhatDoesNotFit(needs, 7167))).toBe(
    "training needs 7 KiB of memory, 7 KiB can be had: 4 KiB for large, 2 KiB for middle | lower b, c",
  );
});
