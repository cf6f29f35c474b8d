import { describe, expect, test } from "bun:test";
import { crc32c } from "../../../src/format/crc32c.ts";
import { integerBelow, randomFrom } from "../../support/random-arrays.ts";

/** The definition: bit by bit, reflected polynomial 0x1EDC6F41. */
function crc32cBitwise(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc & 1) === 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}

const ramp = Uint8Array.from({ length: 32 }, (_, i) => i);
const random = randomFrom(3);
const noise = Uint8Array.from({ length: 400 }, () => integerBelow(random, 256));

describe("published vectors (RFC 3720, B.4)", () => {
  test.each<[string, Uint8Array, number]>([
    ["nothing", new Uint8Array(), 0],
    ["32 zeros", new Uint8Array(32), 0x8a9136aa],
    ["32 ones", new Uint8Array(32).fill(0xff), 0x62a8ab43],
    ["rising", ramp, 0x46dd794e],
    ["falling", ramp.toReversed(), 0x113fdb5c],
    ["the digits", Buffer.from("123456789"), 0xe3069283],
  ])("%s", (_, bytes, checksum) => {
    expect(crc32c(bytes)).toBe(checksum);
  });
});

test("every length and start up to some slices agrees with the definition", () => {
  for (let start = 0; start < 17; start++) {
    for (let length = 0; length < 70; length++) {
      const part = noise.subarray(start, start + length);
      expect(crc32c(part)).toBe(crc32cBitwise(part));
    }
  }
});

test("goes on from a previous part", () => {
  const whole = crc32c(noise);
  for (let cut = 0; cut <= noise.length; cut += 7) {
    expect(crc32c(noise.subarray(cut), crc32c(noise.subarray(0, cut)))).toBe(whole);
  }
});
