import { expect, test } from "bun:test";
import { resolveConfig } from "../../../src/config/resolve.ts";
import { userErrorOf } from "../../support/user-error.ts";

/** Lists in lists: a program that walks them by recursion does not return. */
const deep: unknown = JSON.parse(`${"[".repeat(100_000)}${"]".repeat(100_000)}`);

const refusal = (tree: Record<string, unknown>): string =>
  userErrorOf(() => resolveConfig([{ origin: "FILE", tree }]));

test("a setting that is nested without end is no single value", () => {
  expect(refusal({ task: deep })).toStartWith("task (FILE) is not a single value");
  expect(refusal({ model: { kind: deep } })).toStartWith("model.kind (FILE) is not a single value");
  expect(refusal({ code: { kind: deep } })).toStartWith("code.kind (FILE) is not a single value");
  expect(refusal({ train: { steps: deep, optimizer: deep } })).toContain("is not a single value");
});
