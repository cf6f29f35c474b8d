import { describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { crc32, deflateRawSync } from "node:zlib";
import { writeNpy } from "../../../src/format/npy.ts";
import { npyArray, numbersOf } from "../../../src/format/npy-array.ts";
import { readNpz, writeNpz } from "../../../src/format/npz.ts";
import { writeZip } from "../../../src/format/zip-write.ts";
import { UserError } from "../../../src/user-error.ts";
import { memoryLimit } from "../../support/memory-limit.ts";
import { bitsOf, manyArrays } from "../../support/random-arrays.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { userErrorOf } from "../../support/user-error.ts";

const two = { position: npyArray(Float32Array.of(1, 2, 3, 4), [2, 2]), step: npyArray(Int32Array.of(7), []) };

describe("round trip", () => {
  test.each([true, false])("compress %p", (compress) => {
    for (let seed = 0; seed < 10; seed++) {
      const arrays = manyArrays(seed);
      const back = readNpz(writeNpz(arrays, { compress }));
      expect(back.names()).toEqual(Object.keys(arrays));
      for (const [name, array] of Object.entries(arrays)) {
        expect(back.get(name).shape).toEqual(array.shape);
        expect(back.get(name).kind).toBe(array.kind);
        expect(bitsOf(back.get(name))).toEqual(bitsOf(array));
      }
    }
  });

  test("equal arrays give equal bytes", () => {
    expect(writeNpz(two)).toEqual(writeNpz(two));
  });

  test("deflating makes it smaller", () => {
    const zeros = { zeros: npyArray(new Float32Array(10000)) };
    expect(writeNpz(zeros).length).toBeLessThan(1000);
    expect(writeNpz(zeros, { compress: false }).length).toBeGreaterThan(40000);
  });

  test("from a path, with a comment behind the directory", () => {
    using folder = temporaryFolder();
    const bytes = writeNpz(two);
    bytes[bytes.length - 2] = 5;
    writeFileSync(folder.at("two.npz"), Buffer.concat([bytes, Buffer.from("hello")]));
    expect([...numbersOf(readNpz(folder.at("two.npz")).get("position"), "x")]).toEqual([1, 2, 3, 4]);
  });
});

/** One stored member whose sizes and place stand in zip64 fields, as NumPy and PyTorch write large files. */
function zip64Archive(name: string, bytes: Uint8Array): Uint8Array {
  const local = Buffer.alloc(30);
  const localExtra = Buffer.alloc(20);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt32LE(crc32(bytes), 14);
  for (const at of [18, 22]) local.writeUInt32LE(0xffffffff, at);
  local.writeUInt16LE(name.length, 26);
  local.writeUInt16LE(localExtra.length, 28);
  localExtra.set([1, 0, 16, 0]);
  for (const at of [4, 12]) localExtra.writeBigUInt64LE(BigInt(bytes.length), at);
  const central = Buffer.alloc(46 + name.length + 32);
  central.writeUInt32LE(0x02014b50, 0);
  central.writeUInt32LE(crc32(bytes), 16);
  for (const at of [20, 24, 42]) central.writeUInt32LE(0xffffffff, at);
  central.writeUInt16LE(name.length, 28);
  central.writeUInt16LE(32, 30);
  central.write(name, 46);
  const extra = 46 + name.length;
  central.set([0x99, 0x99, 0, 0], extra); // an unknown field before it
  central.set([1, 0, 24, 0], extra + 4);
  central.writeBigUInt64LE(BigInt(bytes.length), extra + 8);
  central.writeBigUInt64LE(BigInt(bytes.length), extra + 16);
  const directoryStart = local.length + name.length + localExtra.length + bytes.length;
  const end64 = Buffer.alloc(56);
  end64.writeUInt32LE(0x06064b50, 0);
  end64.writeBigUInt64LE(1n, 32);
  end64.writeBigUInt64LE(BigInt(central.length), 40);
  end64.writeBigUInt64LE(BigInt(directoryStart), 48);
  const locator = Buffer.alloc(20);
  locator.writeUInt32LE(0x07064b50, 0);
  locator.writeBigUInt64LE(BigInt(directoryStart + central.length), 8);
  const end = Buffer.alloc(22, 0xff);
  end.writeUInt32LE(0x06054b50, 0);
  for (const at of [4, 6]) end.writeUInt16LE(0, at);
  end.writeUInt16LE(0, 20);
  return Buffer.concat([local, Buffer.from(name), localExtra, bytes, central, end64, locator, end]);
}

test("zip64 archives", () => {
  const archive = zip64Archive("big.npy", writeNpy(two.position));
  expect([...numbersOf(readNpz(archive).get("big"), "big")]).toEqual([1, 2, 3, 4]);
});

/** Writes where the directory describes the first member, and where the header before it says the same. */
function inBoth(archive: Buffer, offset: number, write: (at: number) => void): void {
  write(archive.indexOf("PK\x01\x02", "latin1") + offset);
  write(offset - 2);
}

describe("errors", () => {
  const good = writeNpz(two, { compress: false });
  const deflated = writeNpz(two, { compress: true });
  const opened = (bytes: Uint8Array) => userErrorOf(() => readNpz(bytes, { name: "a.npz" }));
  const read = (bytes: Uint8Array) => userErrorOf(() => readNpz(bytes, { name: "a.npz" }).get("position"));

  test("a file that is not there, or a directory", () => {
    expect(userErrorOf(() => readNpz("missing.npz"))).toBe("missing.npz does not exist | check the path");
    expect(userErrorOf(() => readNpz(tmpdir()))).toContain("is a directory");
  });

  test("empty, not a zip, a single array, a zip of other things", () => {
    expect(opened(new Uint8Array())).toStartWith("a.npz is empty");
    expect(opened(Buffer.from("step,loss\n1,2\n"))).toStartWith("a.npz is not a zip archive");
    expect(opened(writeNpy(two.step))).toStartWith("a.npz is a single .npy array");
    expect(opened(writeZip([{ name: "x.txt", bytes: new Uint8Array(3) }], true))).toStartWith(
      "a.npz is a zip archive without .npy arrays",
    );
  });

  test("a wrong name says which there are", () => {
    expect(userErrorOf(() => readNpz(good, { name: "a.npz" }).get("pos"))).toBe(
      "a.npz has no array 'pos' | it has: position, step",
    );
  });

  test("two arrays of one name", () => {
    const member = { name: "x.npy", bytes: writeNpy(two.step) };
    expect(opened(writeZip([member, member], false))).toContain("a.npz holds two members called x.npy");
  });

  test("a member that is not an array", () => {
    const archive = writeZip([{ name: "position.npy", bytes: Buffer.from("not an array") }], true);
    expect(read(archive)).toStartWith("a.npz[position] is not an .npy array");
  });

  test("cut off anywhere", () => {
    for (let length = 0; length < good.length; length++) {
      expect(opened(good.subarray(0, length))).toMatch(/empty|truncated|not a zip/);
    }
  });

  test("any byte of a stored member flipped", () => {
    const start = 30 + "position.npy".length;
    for (let at = start; at < start + writeNpy(two.position).length; at++) {
      expect(read(good.with(at, good[at]! ^ 1))).toStartWith("a.npz is damaged: its member position.npy");
    }
  });

  test("any byte of the archive flipped: a UserError, or, where zip has unused bits, the same values", () => {
    for (let at = 0; at < deflated.length; at++) {
      try {
        const archive = readNpz(deflated.with(at, deflated[at]! ^ 0xff));
        for (const array of archive.names().map((name) => archive.get(name))) {
          expect([two.position, two.step]).toContainEqual(array);
        }
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
      }
    }
  });

  test("a bomb is refused by its declared size, before inflating", () => {
    const archive = Buffer.from(writeNpz({ zeros: npyArray(new Float32Array(1 << 20)) }));
    archive.writeUInt32LE(0xfffffff0, archive.indexOf("PK\x01\x02", "latin1") + 24);
    archive.writeUInt32LE(0xfffffff0, archive.indexOf("PK\x03\x04", "latin1") + 22);
    using _ = memoryLimit(2 ** 30);
    expect(userErrorOf(() => readNpz(archive, { name: "a.npz" }).get("zeros"))).toMatch(
      /^a.npz, its member zeros.npy, needs 4.00 GiB of memory, .* can be had: 4.00 GiB for what it inflates to \| split/,
    );
  });

  test("a bomb that declares less than it inflates to stops at what it declared", () => {
    const archive = Buffer.from(writeZip([{ name: "x.npy", bytes: new Uint8Array(1 << 24) }], true));
    inBoth(archive, 24, (at) => archive.writeUInt32LE(100, at));
    expect(userErrorOf(() => readNpz(archive).get("x"))).toContain("does not inflate to 100 bytes");
  });

  test("a member shorter than the directory says", () => {
    const archive = Buffer.from(writeZip([{ name: "x.npy", bytes: new Uint8Array(50) }], true));
    inBoth(archive, 24, (at) => archive.writeUInt32LE(51, at));
    expect(userErrorOf(() => readNpz(archive).get("x"))).toContain("x.npy has 50 bytes instead of 51");
  });

  test("encryption and other packing methods", () => {
    const [encrypted, other] = [Buffer.from(good), Buffer.from(good)];
    inBoth(encrypted, 8, (at) => encrypted.writeUInt8(1, at));
    inBoth(other, 10, (at) => other.writeUInt8(14, at));
    expect(read(encrypted)).toContain("is encrypted");
    expect(read(other)).toContain("is packed by zip method 14");
  });

  test("a deflated stream cut short", () => {
    const bytes = writeNpy(two.step);
    const packed = deflateRawSync(bytes);
    const archive = Buffer.from(writeZip([{ name: "x.npy", bytes }], true));
    expect(archive.subarray(35, 35 + packed.length)).toEqual(packed);
    inBoth(archive, 20, (at) => archive.writeUInt32LE(packed.length - 1, at));
    expect(userErrorOf(() => readNpz(archive).get("x"))).toContain("does not inflate");
  });
});
