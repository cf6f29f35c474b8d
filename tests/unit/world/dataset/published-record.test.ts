import { describe, expect, test } from "bun:test";
import { writeExample } from "../../../../src/format/tf-example.ts";
import { readPublished, writePublished } from "../../../../src/world/dataset/published-record.ts";
import { someRecords } from "../../../support/path-records.ts";
import { userErrorOf } from "../../../support/user-error.ts";

const [record] = someRecords(1, 4);
const features = {
  init_pos: record!.start,
  init_hd: record!.startHeading,
  ego_vel: record!.egoVelocity,
  target_pos: record!.position,
  target_hd: record!.heading,
};
const refusal = (changed: Readonly<Record<string, Float32Array>>, steps?: number) =>
  userErrorOf(() => readPublished(writeExample({ ...features, ...changed }), "record 7 of FILE", steps));

describe("a published record", () => {
  test("comes back as it was, with the names of the published files", () => {
    expect(readPublished(writePublished(record!), "x")).toEqual(record!);
    expect(readPublished(writeExample(features), "x", 4)).toEqual(record!);
  });

  test("without one of its features is refused by its name", () => {
    const { ego_vel: _, ...rest } = features;
    expect(userErrorOf(() => readPublished(writeExample(rest), "record 7 of FILE"))).toBe(
      "record 7 of FILE has no feature ego_vel | it has: init_pos, init_hd, target_pos, target_hd",
    );
  });

  test("with a feature of another length is refused with both", () => {
    const refused = "record 7 of FILE: ego_vel holds 8 numbers, 12 are expected of 4 steps | ";
    expect(refusal({ ego_vel: new Float32Array(8) })).toStartWith(refused);
    expect(refusal({}, 5)).toContain("ego_vel holds 12 numbers, 15 are expected of 5 steps");
    expect(refusal({ target_pos: new Float32Array(7) })).toContain("target_pos holds 7 numbers, not two");
    expect(refusal({ target_pos: new Float32Array() })).toContain("target_pos holds 0 numbers, not two");
    expect(refusal({ init_pos: new Float32Array(3) })).toContain("init_pos holds 3 numbers, 2 are expected");
  });

  test("with what is no finite number is refused with its place", () => {
    const heading = Float32Array.from(features.target_hd).fill(Number.NaN, 2, 3);
    expect(refusal({ target_hd: heading })).toContain("record 7 of FILE: target_hd holds NaN at place 2");
    expect(refusal({ init_hd: Float32Array.of(Number.POSITIVE_INFINITY) })).toContain(
      "init_hd holds Infinity",
    );
  });
});
