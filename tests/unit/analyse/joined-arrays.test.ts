import { expect, test } from "bun:test";
import { joinedArrays } from "../../../src/analyse/joined-arrays.ts";

test("arrays of the same names, one after the other, each of its kind", () => {
  const parts = [
    { score: Float64Array.of(1, 2), signed: Uint8Array.of(0, 1) },
    { score: Float64Array.of(3), signed: Uint8Array.of(1) },
  ];
  expect(joinedArrays(parts)).toEqual({ score: Float64Array.of(1, 2, 3), signed: Uint8Array.of(0, 1, 1) });
});
