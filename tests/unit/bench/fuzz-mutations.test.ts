import { expect, test } from "bun:test";
import { Dice } from "../../../bench/fuzz/dice.ts";
import { Nested } from "../../../bench/fuzz/hostile.ts";
import { mutateBytes } from "../../../bench/fuzz/mutate-bytes.ts";
import { jsonText, mutateTree, yamlText } from "../../../bench/fuzz/mutate-tree.ts";

const good = Uint8Array.from({ length: 200 }, (_, i) => i);

test("a seed decides the dice, and every face comes up about as often", () => {
  const counts = new Map<number, number>();
  const [one, two] = [new Dice("a"), new Dice("a")];
  for (let i = 0; i < 6000; i++) {
    const value = one.below(6);
    expect(two.below(6)).toBe(value);
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  expect([...counts.keys()].sort()).toEqual([0, 1, 2, 3, 4, 5]);
  for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(150);
});

test("nearly every damaged file differs from the good one and from the others, which stay as they are", () => {
  const before = good.slice();
  const damaged = Array.from({ length: 500 }, (_, i) =>
    Buffer.from(mutateBytes(new Dice(String(i)), good, good)).toString("hex"),
  );
  expect(good).toEqual(before);
  expect(new Set(damaged).size).toBeGreaterThan(450);
  expect(damaged.filter((file) => file === Buffer.from(good).toString("hex")).length).toBeLessThan(25);
});

test("a damaged tree is written, however deep, and the good one stays as it is", () => {
  const tree = { a: { b: [1, 2, { c: "x" }] }, d: null };
  const before = JSON.stringify(tree);
  for (let i = 0; i < 500; i++) {
    const damaged = mutateTree(new Dice(String(i)), tree);
    expect(jsonText(damaged)).toBeString();
    expect(yamlText(damaged)).toBeString();
  }
  expect(JSON.stringify(tree)).toBe(before);
});

test("what JSON has no word for is written as others write it", () => {
  expect(jsonText({ a: [Number.NaN, Number.POSITIVE_INFINITY, -0, "ü"], __proto__: null })).toBe(
    '{"a":[NaN,1e999,0,"ü"]}',
  );
  expect(jsonText([new Nested(2, true), new Nested(1, false)])).toBe('[[[1]],{"a":1}]');
  expect(Bun.YAML.parse(yamlText({ a: new Nested(3, true), b: "nested-0" }))).toEqual({
    a: [[[1]]],
    b: "nested-0",
  });
});

test("nothing but the damaged tree is damaged", () => {
  const inherited = [Object.prototype, Array.prototype].map((prototype) =>
    Object.getOwnPropertyNames(prototype),
  );
  for (let i = 0; i < 10_000; i++) mutateTree(new Dice(`prototype ${i}`), {});
  expect(
    [Object.prototype, Array.prototype].map((prototype) => Object.getOwnPropertyNames(prototype)),
  ).toEqual(inherited);
  expect(String({})).toBe("[object Object]");
});
