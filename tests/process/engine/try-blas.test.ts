/** Libraries that take along whoever loads them, and ones that compute something else. */
import { afterAll, describe, expect, test } from "bun:test";
import { mkdirSync, writeFileSync } from "node:fs";
import { lookForBlas } from "../../../src/engine/find-blas.ts";
import { tryBlas } from "../../../src/engine/try-blas.ts";
import { type FakeLibrary, fakeLibrary, whyNoFakes } from "../../support/fake-library.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const folder = temporaryFolder();
afterAll(() => folder[Symbol.dispose]());

const outcomes: readonly [FakeLibrary, string | undefined][] = [
  ["right", undefined],
  ["noisy", undefined],
  ["lazy", "computes wrong products"],
  ["reading", "computes wrong products"],
  ["bare", "has no cblas_sgemm"],
  ["aborting", "ends the program that loads it (SIGABRT)"],
  ["leaving", "ends the program that loads it (exit 0)"],
  ["looping", "does not answer within 1 s"],
  ["forking", "does not answer within 1 s"],
  ["printing", "prints when it is loaded"],
];

describe.skipIf(whyNoFakes !== "")(`a library is tried in another process${whyNoFakes}`, () => {
  test.each(outcomes)("a library that is %s", (kind, why) => {
    expect(tryBlas(fakeLibrary(folder.path, kind), undefined, 1)).toBe(why);
  });

  test("one that is refused leaves the next its turn, and is named", () => {
    const [bad, good] = [fakeLibrary(folder.path, "aborting"), fakeLibrary(folder.path, "right")];
    const found = lookForBlas(undefined, () => [bad, good]);
    expect(found.blas).toEqual({ path: good, description: "BLAS" });
    expect(found.refused).toEqual([{ path: bad, why: "ends the program that loads it (SIGABRT)" }]);
  });

  test("the one that is asked for by name must work", () => {
    const path = fakeLibrary(folder.path, "lazy");
    expect(() => lookForBlas(path)).toThrow(`ENTORHINAL_BLAS=${path} computes wrong products`);
  });
});

test("what is no library is never loaded", () => {
  mkdirSync(folder.at("folder"));
  writeFileSync(folder.at("text"), "a line\n");
  Bun.spawnSync(["mkfifo", folder.at("fifo")]);
  expect(() => lookForBlas(folder.at("folder"))).toThrow("is not a file");
  expect(() => lookForBlas(folder.at("fifo"))).toThrow("is not a file");
  expect(() => lookForBlas(folder.at("text"))).toThrow("has no cblas_sgemm");
  expect(() => lookForBlas("/dev/zero")).toThrow("is not a file");
});
