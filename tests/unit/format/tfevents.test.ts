import { describe, expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { sourceOf } from "../../../src/format/byte-source.ts";
import { EventWriter, stepOf } from "../../../src/format/tfevents.ts";
import {
  maskedCrc32c,
  readRecordAt,
  readRecords,
  recordPlaces,
  writeRecord,
} from "../../../src/format/tfrecord.ts";
import { integerBelow, randomFrom } from "../../support/random-arrays.ts";
import { readEvents } from "../../support/reference/tfevents.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { userErrorOf } from "../../support/user-error.ts";

const readAll = (file: Uint8Array): Uint8Array[] =>
  [...readRecords(sourceOf(file), "x")].map(({ data }) => data);

describe("records", () => {
  test("the masked checksum of TensorFlow", () => {
    // rotate right by 15, add 0xa282ead8: of 0xe3069283 that is 0x2507c60d + 0xa282ead8
    expect(maskedCrc32c(Buffer.from("123456789"))).toBe(0xc78ab0e5);
  });

  test("round trip of random lengths", () => {
    const random = randomFrom(2);
    const data = Array.from({ length: 50 }, () =>
      Uint8Array.from({ length: integerBelow(random, 300) }, () => integerBelow(random, 256)),
    );
    const file = Buffer.concat(data.map(writeRecord));
    const read = [...readRecords(sourceOf(file), "x")];
    expect(read.map((record) => new Uint8Array(record.data))).toEqual(data);
    const places = [...recordPlaces(sourceOf(file), "x")];
    expect(places.map(({ at, bytes }) => ({ at, bytes }))).toEqual(
      read.map(({ at, bytes }) => ({ at, bytes })),
    );
    expect(places.map(({ checksum }) => checksum)).toEqual(data.map(maskedCrc32c));
    const again = places.map((place) => new Uint8Array(readRecordAt(sourceOf(file), place, "x", 1)));
    expect(again).toEqual(data);
  });

  test("any byte flipped, or the file cut off inside a record, is noticed", () => {
    const file = Buffer.concat([writeRecord(Buffer.from("first")), writeRecord(Buffer.from("second"))]);
    for (let at = 0; at < file.length; at++) {
      const flipped = new Uint8Array(file).with(at, file[at]! ^ (1 << (at % 8)));
      expect(userErrorOf(() => readAll(flipped))).toStartWith("x is damaged: record");
    }
    for (let length = 1; length < file.length; length++) {
      if (length === writeRecord(Buffer.from("first")).length) continue;
      expect(userErrorOf(() => readAll(file.subarray(0, length)))).toContain("is cut short");
    }
  });
});

describe("events", () => {
  test("a file cut off anywhere but between two records is refused, and so is one without any", () => {
    using folder = temporaryFolder();
    const writer = new EventWriter(folder.path);
    for (let step = 1; step <= 20; step++) writer.scalar("loss", 1 / step, step);
    writer.close();
    const file = readFileSync(writer.path);
    const whole = readEvents(file);
    let between = 0;
    for (let length = 0; length < file.length; length++) {
      let read: unknown[] | undefined;
      try {
        read = readEvents(file.subarray(0, length));
      } catch (error) {
        expect((error as Error).message).toMatch(/is empty|is cut short/);
      }
      if (read) expect(read).toEqual(whole.slice(0, ++between));
    }
    expect(between).toBe(20);
  });

  test("the first bytes of a file are those of TensorFlow's own", () => {
    using folder = temporaryFolder();
    const writer = new EventWriter(folder.path, 1.5);
    writer.close();
    const bytes = readFileSync(writer.path);
    expect(bytes.subarray(0, 12).toString("hex")).toBe("1800000000000000a37f4b22"); // 24 bytes, checksum
    expect(bytes.subarray(12, 36).toString("hex")).toBe(
      `09${"000000000000f83f"}1a0d${Buffer.from("brain.Event:2").toString("hex")}`,
    );
    expect(basename(writer.path)).toMatch(/^events\.out\.tfevents\.1\..*\.\d+\.0$/);
  });

  test("a scalar, byte by byte", () => {
    using folder = temporaryFolder();
    const writer = new EventWriter(folder.path);
    writer.scalar("loss", 0.5, 300, 2);
    writer.close();
    const [, record] = readAll(readFileSync(writer.path));
    const value = `0a04${Buffer.from("loss").toString("hex")}150000003f`;
    expect(Buffer.from(record!).toString("hex")).toBe(`090000000000000040${"10ac02"}2a0d0a0b${value}`);
  });

  test("round trip", () => {
    using folder = temporaryFolder();
    const writer = new EventWriter(folder.path, 1_700_000_000.25);
    const points = [
      { tag: "loss", value: 6.25, step: 0 },
      { tag: "decode error/cm", value: 0.1, step: 127 },
      { tag: "größe", value: Number.NaN, step: 128 },
      { tag: "t".repeat(200), value: Number.NEGATIVE_INFINITY, step: 2 ** 40 + 1 },
      { tag: "loss", value: -0, step: Number.MAX_SAFE_INTEGER },
    ];
    for (const { tag, value, step } of points) writer.scalar(tag, value, step, 1_700_000_001.5);
    writer.close();
    expect(readEvents(readFileSync(writer.path))).toEqual([
      { wallTime: 1_700_000_000.25, fileVersion: "brain.Event:2", scalars: [] },
      ...points.map(({ tag, value, step }) => ({
        wallTime: 1_700_000_001.5,
        step: BigInt(step),
        scalars: [{ tag, value: Math.fround(value) }],
      })),
    ]);
  });

  test("a picture and a text, as TensorBoard's plugins want them", () => {
    using folder = temporaryFolder();
    const writer = new EventWriter(folder.path, 1);
    writer.picture({ tag: "path/0", png: Uint8Array.of(137, 80), width: 3, height: 200 }, 40, 2);
    writer.text("config", "```yaml\nseed: 0\n```", 0, 2);
    writer.close();
    expect(readEvents(readFileSync(writer.path)).slice(1)).toEqual([
      {
        ...{ wallTime: 2, step: 40n, scalars: [] },
        images: [{ tag: "path/0", png: Uint8Array.of(137, 80), width: 3, height: 200, colourSpace: 4 }],
      },
      {
        ...{ wallTime: 2, step: 0n, scalars: [] },
        texts: [{ tag: "config", text: "```yaml\nseed: 0\n```", plugin: "text", size: 1 }],
      },
    ]);
    const steps = [...readRecords(sourceOf(readFileSync(writer.path)), "x")].map(({ data }) => stepOf(data));
    expect(steps).toEqual([0, 40, 0]);
  });

  test("flush makes events visible; a full buffer flushes itself", () => {
    using folder = temporaryFolder();
    const writer = new EventWriter(folder.path);
    const count = () => readEvents(readFileSync(writer.path)).length;
    expect(count()).toBe(1);
    writer.scalar("a", 1, 1);
    writer.flush();
    expect(count()).toBe(2);
    for (let step = 0; step < 3000; step++) writer.scalar("a", step, step);
    expect(count()).toBeGreaterThan(1000);
    writer.close();
    expect(count()).toBe(3002);
  });

  test("two writers of one second write two files, in a folder that did not exist", () => {
    using folder = temporaryFolder();
    for (let i = 0; i < 2; i++) new EventWriter(folder.at("runs/first"), 7).close();
    expect(readdirSync(folder.at("runs/first")).length).toBe(2);
  });

  test("errors", () => {
    using folder = temporaryFolder();
    const writer = new EventWriter(folder.path);
    expect(() => writer.scalar("a", 1, -1)).toThrow(RangeError);
    expect(() => writer.scalar("a", 1, 0.5)).toThrow(RangeError);
    writer.close();
    writer.close();
    expect(() => writer.scalar("a", 1, 1)).toThrow("is closed");
    expect(userErrorOf(() => new EventWriter(writer.path))).toContain("is a file where a folder is needed");
    expect(readEvents(readFileSync(writer.path)).length).toBe(1);
  });
});
