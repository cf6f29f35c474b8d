/** Archives that say two things: what one reader sees and another does not. Python's zipfile refuses some of them, too. */
import { describe, expect, test } from "bun:test";
import { writeNpy } from "../../../src/format/npy.ts";
import { npyArray } from "../../../src/format/npy-array.ts";
import { readNpz, writeNpz } from "../../../src/format/npz.ts";
import { writeZip } from "../../../src/format/zip-write.ts";
import { userErrorOf } from "../../support/user-error.ts";

const arrays = { first: npyArray(Float32Array.of(1, 2)), other: npyArray(Float32Array.of(3, 4)) };
const good = (): Buffer => Buffer.from(writeNpz(arrays, { compress: false }));
const opened = (bytes: Uint8Array) => userErrorOf(() => readNpz(bytes, { name: "a.npz" }));
const end = (archive: Buffer) => archive.indexOf("PK\x05\x06", "latin1");
const central = (archive: Buffer) => archive.indexOf("PK\x01\x02", "latin1");

describe("a header that is not what the directory says", () => {
  test.each([
    ["name", 30, 0x67],
    ["method", 8, 8],
    ["encryption", 6, 1],
    ["checksum", 14, 0x11],
    ["size", 18, 0x11],
    ["size", 22, 0x11],
  ])("%s at %d", (what, at, value) => {
    const archive = good();
    archive.writeUInt8(value, at);
    expect(opened(archive)).toBe(
      `a.npz says two things: its member first.npy has another ${what} in the directory | copy or export the file again`,
    );
  });

  test("a zip64 size", () => {
    const archive = good();
    archive.writeUInt32LE(0xffffffff, 22);
    expect(opened(archive)).toContain("another size");
  });

  test("zeros stand for what follows the data, as streams are written", () => {
    const archive = good();
    archive.writeUInt16LE(0x808, 6);
    archive.fill(0, 14, 26);
    expect(readNpz(archive).names()).toEqual(["first", "other"]);
  });
});

test("two members of one name, also where they are no arrays", () => {
  const bytes = writeNpy(arrays.first);
  const twice = (name: string) =>
    writeZip(
      [0, 1].map(() => ({ name, bytes })),
      false,
    );
  expect(opened(twice("x.npy"))).toStartWith("a.npz holds two members called x.npy");
  expect(opened(twice("note\x1b[2J"))).toStartWith("a.npz holds two members called note\\x1b[2J");
});

test("a name that another reader ends at its zero byte", () => {
  const bytes = writeNpy(arrays.first);
  expect(opened(writeZip([{ name: "x.npy\0.npy", bytes }], false))).toContain("zero byte in the name");
});

test("names that look like paths are names: nothing is unpacked to a disk", () => {
  const names = ["../x", "/etc/passwd", "C:\\x", "a/b"];
  expect(readNpz(writeNpz(Object.fromEntries(names.map((name) => [name, arrays.first])))).names()).toEqual(
    names,
  );
});

test("members that overlap each other, or the directory", () => {
  const bytes = new Uint8Array(200);
  const archive = Buffer.from(
    writeZip(
      [0, 1].map((i) => ({ name: `${i}.npy`, bytes })),
      false,
    ),
  );
  const second = archive.indexOf("PK\x03\x04", 4, "latin1");
  // The second member lies inside of the first one's bytes as well.
  archive.copy(archive, 100, second, second + 36);
  archive.writeUInt32LE(100, archive.lastIndexOf(Buffer.from("PK\x01\x02", "latin1")) + 42);
  expect(opened(archive)).toContain("its member 0.npy overlaps its member 1.npy");
  const beyond = Buffer.from(writeZip([{ name: "0.npy", bytes }], false));
  for (const at of [18, 22, central(beyond) + 20, central(beyond) + 24]) beyond.writeUInt32LE(240, at);
  expect(opened(beyond)).toContain("its member 0.npy overlaps its directory");
});

describe("a directory that is not what its end says", () => {
  test.each([
    ["fewer entries", 8, 1, "is one part of a zip archive"],
    ["a size", 12, 1, "directory is not where it should be"],
    ["a place", 16, 1, "directory is not where it should be"],
    ["a part", 4, 1, "is one part of a zip archive"],
  ])("%s", (_, offset, value, said) => {
    const archive = good();
    archive.writeUInt8(value, end(archive) + offset);
    expect(opened(archive)).toContain(said);
  });

  test("entries behind the last one that is counted", () => {
    const archive = good();
    for (const offset of [8, 10]) archive.writeUInt16LE(1, end(archive) + offset);
    expect(opened(archive)).toContain("does not end after 1 entries");
  });

  test("zip64 counts that are not the others", () => {
    const archive = good();
    const at = end(archive);
    const record = Buffer.alloc(56);
    record.write("PK\x06\x06", "latin1");
    const directory = central(archive);
    for (const [i, value] of [2, at - directory, directory].entries()) {
      record.writeBigUInt64LE(BigInt(value), 32 + 8 * i);
    }
    const locator = Buffer.alloc(20);
    locator.write("PK\x06\x07", "latin1");
    locator.writeBigUInt64LE(BigInt(at), 8);
    const both = Buffer.concat([archive.subarray(0, at), record, locator, archive.subarray(at)]);
    expect(readNpz(both).names()).toEqual(["first", "other"]);
    both.writeBigUInt64LE(1n, at + 32);
    expect(opened(both)).toContain("its zip64 directory is not the other one");
  });

  test("bytes behind its end", () => {
    expect(opened(Buffer.concat([good(), Buffer.from("more")]))).toContain("truncated");
  });
});
