import { expect, test } from "bun:test";
import { namedAnswer, namedText } from "../../../../src/cli/frame/conditions.ts";
import { unitNameLines, unitNamesOf } from "../../../../src/cli/frame/unit-names.ts";

test("units without names of their own have none", () => {
  expect(unitNamesOf({ units: 2, unitName: (unit) => `#${unit}` })).toBeUndefined();
  expect(unitNamesOf({ units: 2, unitName: (unit) => `#${unit + 7}` })).toEqual(["#7", "#8"]);
  expect(namedText("text", [], 80, undefined)).toBe("text");
  expect(namedAnswer([1], [], undefined)).toEqual([1]);
});

test("names stand beside numbers; of many, the first; whatever is in them is printable", () => {
  expect(namedText("text", [], 80, ["a", "b\u001b[31m"])).toBe("text\n\nunits: #0 a, #1 b\\x1b[31m");
  const many = unitNameLines(
    Array.from({ length: 20 }, (_, i) => `T${i}`),
    200,
  ).join(" ");
  expect(many).toContain("#11 T11, and 8 more (--json has all)");
  expect(namedAnswer({ x: 1 }, [], ["a"])).toEqual({ x: 1, unitNames: ["a"] });
  expect(namedAnswer({ unitNames: ["own"] }, [], ["a"])).toEqual({ unitNames: ["own"] });
});
