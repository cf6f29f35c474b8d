import { describe, expect, test } from "bun:test";
import { sourceOf } from "../../../src/format/byte-source.ts";
import { joinBytes } from "../../../src/format/join-bytes.ts";
import { floatField, integerField, messageField, textField } from "../../../src/format/protobuf.ts";
import { readExample, writeExample } from "../../../src/format/tf-example.ts";
import { readRecordAt, readRecords, recordPlaces, writeRecord } from "../../../src/format/tfrecord.ts";
import { userErrorOf } from "../../support/user-error.ts";

const entryOf = (name: string, ...value: Uint8Array[]) =>
  messageField(1, textField(1, name), messageField(2, ...value));

describe("tf.train.Example", () => {
  test("its bytes are those that TensorFlow writes", () => {
    // tf.train.Example(features={a: float_list [1.0, -2.0]}).SerializeToString()
    const expected = "0a13" + "0a11" + "0a0161" + "120c" + "120a" + "0a08" + "0000803f" + "000000c0";
    expect(Buffer.from(writeExample({ a: Float32Array.of(1, -2) })).toString("hex")).toBe(expected);
  });

  test("reads back what it writes", () => {
    const features = {
      init_pos: Float32Array.of(0.1, -1.1),
      none: new Float32Array(),
      x: Float32Array.of(1e-40, 3e38),
    };
    expect(readExample(writeExample(features), "x")).toEqual(new Map(Object.entries(features)));
  });

  test("lists may be packed or not, or both", () => {
    const unpacked = joinBytes([floatField(1, 1.5), floatField(1, 2.5)]);
    const packed = messageField(1, new Uint8Array(Float32Array.of(3.5, 4.5).buffer));
    const example = messageField(1, entryOf("a", messageField(2, unpacked, packed)));
    expect(readExample(example, "x").get("a")).toEqual(Float32Array.of(1.5, 2.5, 3.5, 4.5));
  });

  test("other lists are named, the later of two of a name holds, unknown fields are passed over", () => {
    const example = joinBytes([
      integerField(9, 2 ** 40),
      messageField(
        1,
        entryOf("words", messageField(1, textField(1, "text"))),
        entryOf("whole", messageField(3, integerField(1, 7))),
        messageField(1, textField(1, "empty")),
        entryOf("twice", messageField(2, floatField(1, 1))),
        entryOf("twice", messageField(2, floatField(1, 2))),
      ),
    ]);
    expect(readExample(example, "x")).toEqual(
      new Map<string, unknown>([
        ["words", "bytes"],
        ["whole", "integers"],
        ["empty", "nothing"],
        ["twice", Float32Array.of(2)],
      ]) as ReturnType<typeof readExample>,
    );
  });

  test("what is no example is refused, wherever it stops to be one", () => {
    const refusal = (bytes: Uint8Array) => userErrorOf(() => readExample(bytes, "record 7 of FILE"));
    const example = writeExample({ a: Float32Array.of(1, 2) });
    for (let length = 1; length < example.length; length++) {
      expect(refusal(example.subarray(0, length))).toStartWith(
        "record 7 of FILE is not a tf.train.Example: ",
      );
    }
    expect(refusal(integerField(1, 3))).toContain("field 1 is a number");
    expect(refusal(Uint8Array.of(0))).toContain("the number 0");
    expect(refusal(Uint8Array.of(0x0b))).toContain("wire type 3");
    expect(refusal(new Uint8Array(12).fill(255))).toContain("does not end");
    const odd = messageField(1, entryOf("a", messageField(2, messageField(1, Uint8Array.of(1, 2, 3)))));
    expect(refusal(odd)).toContain("a list of floats holds something else");
  });
});

describe("records", () => {
  test("of more than a window are read one after the other", () => {
    const long = new Uint8Array(5 * 2 ** 20).fill(7);
    const file = joinBytes([writeRecord(Buffer.from("a")), writeRecord(long), writeRecord(Buffer.from("b"))]);
    let largest = 0;
    const source = {
      size: file.length,
      read: (start: number, end: number) => {
        largest = Math.max(largest, end - start);
        return file.slice(start, end);
      },
    };
    expect([...readRecords(source, "x")].map(({ data }) => data.length)).toEqual([1, long.length, 1]);
    expect(largest).toBe(long.length + 16);
  });

  test("places are told without the data, which are checked when they are asked for", () => {
    const file = joinBytes([writeRecord(Buffer.from("first")), writeRecord(Buffer.from("second"))]);
    file[14]! ^= 1;
    const places = [...recordPlaces(sourceOf(file), "x")];
    expect(places.map(({ at, bytes }) => [at, bytes])).toEqual([
      [0, 5],
      [21, 6],
    ]);
    expect(userErrorOf(() => readRecordAt(sourceOf(file), places[0]!, "x", 1))).toStartWith(
      "x is damaged: record 1 does not match its checksum",
    );
    expect(Buffer.from(readRecordAt(sourceOf(file), places[1]!, "x", 2)).toString()).toBe("second");
    const other = { ...places[1]!, bytes: 5 };
    expect(userErrorOf(() => readRecordAt(sourceOf(file), other, "x", 2))).toContain("is cut short");
    for (let length = 22; length < file.length; length++) {
      expect(userErrorOf(() => [...recordPlaces(sourceOf(file.subarray(0, length)), "x")])).toContain(
        "record 2 is cut short",
      );
    }
  });
});
