import { describe, expect, test } from "bun:test";
import { editDistance, nearest } from "../../src/suggest.ts";

describe("editDistance", () => {
  test.each([
    ["", "", 0],
    ["", "abc", 3],
    ["steps", "steps", 0],
    ["stpes", "steps", 1],
    ["step", "steps", 1],
    ["kitten", "sitting", 3],
    ["ca", "abc", 3],
  ])("%s → %s is %d", (a, b, distance) => {
    expect(editDistance(a, b)).toBe(distance);
    expect(editDistance(b, a)).toBe(distance);
  });
});

describe("nearest", () => {
  test("finds a swapped, a cut and a differently cased name", () => {
    expect(nearest("tarin", ["train", "score"])).toBe("train");
    expect(nearest("sim", ["encode", "simulate"])).toBe("simulate");
    expect(nearest("RELU", ["tanh", "relu"])).toBe("relu");
  });

  test("says nothing when nothing is near", () => {
    expect(nearest("banana", ["train", "score"])).toBeUndefined();
    expect(nearest("x", ["a", "ab"])).toBeUndefined();
    expect(nearest("train", [])).toBeUndefined();
  });

  test("a key of a megabyte, and names of a megabyte, cost nothing", () => {
    const megabyte = "steps".repeat(200_000);
    const began = performance.now();
    expect(nearest(megabyte, ["steps", "train.steps"])).toBeUndefined();
    expect(nearest("tarin", [megabyte, "train"])).toBe("train");
    expect(nearest(megabyte, [`${megabyte}s`])).toBeUndefined();
    expect(performance.now() - began).toBeLessThan(100);
  });
});
