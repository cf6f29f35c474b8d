import { expect, test } from "bun:test";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { checkOutput, showFile } from "../../../../src/cli/frame/output-file.ts";
import { temporaryDirectory } from "../../../support/temporary.ts";

test("checkOutput refuses what could not be written, before any work is done", () => {
  const directory = temporaryDirectory();
  const at = (name: string) => join(directory, name);
  writeFileSync(at("there"), "");
  mkdirSync(at("folder"));
  checkOutput(at("new"), false);
  checkOutput(at("there"), true);
  expect(() => checkOutput(at("there"), false)).toThrow("there exists");
  expect(() => checkOutput(at("folder"), true)).toThrow("folder is not a regular file");
  expect(() => checkOutput(at("nowhere/new"), false)).toThrow(`${at("nowhere")} does not exist`);
  expect(() => checkOutput(at("there/new"), false)).toThrow("a part of the path is a file");
});

test("showFile aligns names and shapes", () => {
  expect(showFile("a.npz", { position: [2, 3], dt: [] })).toBe("a.npz\n  position  (2, 3)\n  dt        ()");
});
