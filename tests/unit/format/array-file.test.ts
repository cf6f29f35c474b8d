import { describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { readNumberArray } from "../../../src/format/array-file.ts";
import { writeNpy } from "../../../src/format/npy.ts";
import { npyArray } from "../../../src/format/npy-array.ts";
import { writeNpz } from "../../../src/format/npz.ts";
import type { UserError } from "../../../src/user-error.ts";
import { temporaryDirectory } from "../../support/temporary.ts";

const directory = temporaryDirectory();
const isMap = (shape: readonly number[]) => shape.length === 3;

function file(name: string, bytes: Uint8Array | string): string {
  const path = join(directory, name);
  writeFileSync(path, bytes);
  return path;
}

function refusal(path: string, key?: string): string {
  try {
    readNumberArray(path, key, isMap);
  } catch (error) {
    expect((error as Error).name).toBe("UserError");
    return `${(error as Error).message}; ${(error as UserError).mend}`;
  }
  throw new Error("it was accepted");
}

const cube = npyArray(Float32Array.of(1, 2, 3, 4), [1, 2, 2]);
const square = npyArray(Float64Array.of(1, 2, 3, 4), [2, 2]);

describe("readNumberArray", () => {
  test.each([
    ["float32", npyArray(Float32Array.of(1, 2), [1, 2])],
    ["float64", npyArray(Float64Array.of(1, 2), [1, 2])],
    ["int32", npyArray(Int32Array.of(1, 2), [1, 2])],
    ["int64", npyArray(BigInt64Array.of(1n, 2n), [1, 2])],
  ])("reads %s from npy and npz", (kind, array) => {
    const expected = { shape: [1, 2], values: Float64Array.of(1, 2) };
    expect(readNumberArray(file(`${kind}.npy`, writeNpy(array)), undefined, isMap)).toMatchObject(expected);
    expect(readNumberArray(file(`${kind}.npz`, writeNpz({ a: array })), undefined, isMap)).toMatchObject(
      expected,
    );
  });

  test("goes by content, not by extension", () => {
    expect(readNumberArray(file("wrong.npz", writeNpy(cube)), undefined, isMap).shape).toEqual([1, 2, 2]);
    expect(readNumberArray(file("wrong.npy", writeNpz({ cube })), "cube", isMap).shape).toEqual([1, 2, 2]);
  });

  test("takes the only array that can be meant", () => {
    const path = file("one.npz", writeNpz({ square, cube, other: square }));
    expect(readNumberArray(path, undefined, isMap).name).toBe(`${path}[cube]`);
    expect(readNumberArray(path, "other", isMap).shape).toEqual([2, 2]);
  });

  test("asks when several can be meant, or none", () => {
    expect(refusal(file("two.npz", writeNpz({ a: cube, b: cube, c: square })))).toEndWith(
      "two.npz holds several arrays; choose one by --key: a (1, 2, 2), b (1, 2, 2)",
    );
    expect(refusal(file("none.npz", writeNpz({ a: square, b: square })))).toEndWith(
      "choose one by --key: a (2, 2), b (2, 2)",
    );
  });

  test("refuses what is no array of numbers", () => {
    expect(refusal(join(directory, "absent.npz"))).toContain("does not exist");
    expect(refusal(directory)).toContain("is a directory");
    expect(refusal(file("empty.npz", ""))).toContain("is empty");
    expect(refusal(file("text.npz", "these are no maps"))).toContain("is not a zip archive");
    expect(refusal(file("cut.npz", writeNpz({ cube }).subarray(0, 60)))).toContain("is truncated");
    expect(refusal(file("cut.npy", writeNpy(cube).subarray(0, 130)))).toContain("is truncated");
    expect(refusal(file("words.npy", writeNpy(npyArray(["a"]))))).toContain("holds text, not numbers");
    expect(refusal(file("key.npz", writeNpz({ cube })), "maps")).toContain(
      "has no array 'maps'; it has: cube",
    );
    expect(refusal(file("key.npy", writeNpy(cube)), "maps")).toContain("has no keys; leave out --key");
  });
});
