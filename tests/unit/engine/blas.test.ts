import { expect, test } from "bun:test";
import { findBlas } from "../../../src/engine/find-blas.ts";
import { UserError } from "../../../src/user-error.ts";

test("a named library that does not exist is a UserError with the path", () => {
  expect(() => findBlas("/nowhere/libblas.so")).toThrow(UserError);
  expect(() => findBlas("/nowhere/libblas.so")).toThrow("/nowhere/libblas.so does not exist");
});

test("a named file that is no BLAS is refused", () => {
  expect(() => findBlas(import.meta.path)).toThrow("has no cblas_sgemm");
});

const found = findBlas(undefined);
test.skipIf(!found)(`the system's BLAS names itself${found ? "" : " (skipped: none found)"}`, () => {
  expect(found!.description).toMatch(/OpenBLAS \w+|Accelerate|MKL|BLAS/);
});
