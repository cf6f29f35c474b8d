import { expect, test } from "bun:test";
import { repeatedKey } from "../../../src/format/json-keys.ts";

test.each([
  ['{"a":1,"a":2}', "a"],
  ['{"a":{"b":1},"c":[{"d":1},{"d":2,"e":{},"d":3}]}', "d"],
  ['{"\\u0061":1, "a" : 2}', "a"],
  ['{"a":"b","b":"a","c":{"a":"{\\"a\\":1,\\"a\\":2}"}}', undefined],
  ['{"__proto__":1,"__proto__":2}', "__proto__"],
  ['[{"a":1},{"a":1}]', undefined],
  ["{}", undefined],
])("%s", (json, key) => {
  expect(repeatedKey(json)).toBe(key);
});

test("a megabyte of keys takes no second", () => {
  const json = `{${Array.from({ length: 100_000 }, (_, i) => `"key ${i}":[{},"\\\\"]`).join()}}`;
  const began = performance.now();
  expect(repeatedKey(json)).toBeUndefined();
  expect(performance.now() - began).toBeLessThan(1000);
});
