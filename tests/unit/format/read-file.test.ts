import { expect, test } from "bun:test";
import { truncateSync, writeFileSync } from "node:fs";
import { readFileBytes } from "../../../src/format/read-file.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { userErrorOf } from "../../support/user-error.ts";

test("a file larger than any memory is refused by its size", () => {
  using folder = temporaryFolder();
  const path = folder.at("sparse.npz");
  writeFileSync(path, "PK");
  expect([...readFileBytes(path)]).toEqual([0x50, 0x4b]);
  truncateSync(path, 100e9);
  expect(userErrorOf(() => readFileBytes(path))).toMatch(
    /sparse.npz needs 93.13 GiB of memory, [\d.]+ GiB can be had: 93.13 GiB for the whole file \| split it into smaller files$/,
  );
});
