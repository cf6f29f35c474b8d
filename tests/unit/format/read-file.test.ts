import { describe, expect, test } from "bun:test";
import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { namesIn } from "../../../src/format/look-up.ts";
import { readFileBytes, readFileText } from "../../../src/format/read-file.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { userErrorOf } from "../../support/user-error.ts";

const mkfifo = Bun.which("mkfifo");

describe("readFileBytes", () => {
  test("a file, also through a link", () => {
    using folder = temporaryFolder();
    writeFileSync(folder.at("file"), "\ufeffgröße");
    symlinkSync("file", folder.at("link"));
    expect(readFileBytes(folder.at("link"))).toEqual(readFileBytes(folder.at("file")));
    expect(readFileText(folder.at("link"))).toBe("größe");
  });

  test("what is absent, a directory or a link that leads nowhere is said", () => {
    using folder = temporaryFolder();
    symlinkSync("circle", folder.at("circle"));
    writeFileSync(folder.at("file"), "");
    const refused = (name: string) => userErrorOf(() => readFileBytes(folder.at(name)));
    expect(refused("absent")).toContain("absent does not exist");
    expect(refused("file/below")).toContain("a part of the path is a file");
    expect(refused("circle")).toContain("is a link that leads nowhere");
    expect(refused(".")).toContain("is a directory | name a file in it");
  });

  test.skipIf(!mkfifo)("a pipe that nobody writes to is refused at once (skipped without mkfifo)", () => {
    using folder = temporaryFolder();
    Bun.spawnSync([mkfifo!, folder.at("pipe")]);
    expect(userErrorOf(() => readFileBytes(folder.at("pipe")))).toContain("is a pipe, not a regular file");
  });

  test.skipIf(process.platform === "win32")("a device is refused (none on Windows)", () => {
    for (const device of ["/dev/zero", "/dev/null"]) {
      expect(userErrorOf(() => readFileBytes(device))).toContain(`${device} is a device, not a regular file`);
    }
  });
});

test("namesIn: none of a folder that is absent; a file is no folder", () => {
  using folder = temporaryFolder();
  mkdirSync(folder.at("inner"));
  writeFileSync(folder.at("file"), "");
  expect(namesIn(folder.path).sort()).toEqual(["file", "inner"]);
  expect(namesIn(folder.at("absent"))).toEqual([]);
  expect(namesIn(folder.at("file/below"))).toEqual([]);
  expect(userErrorOf(() => namesIn(folder.at("file")))).toContain("is a file where a folder is needed");
});

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
