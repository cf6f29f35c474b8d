import { describe, expect, test } from "bun:test";
import { parseYaml } from "../../../src/format/yaml.ts";
import { userErrorOf } from "../../support/user-error.ts";

const refused = (text: string) => userErrorOf(() => parseYaml(text, "a.yaml"));

test("groups, lists and plain values; nothing is null", () => {
  const text = "# ours\na: {b: 1, c: [x, yes]}\nd: null\ne: 1.5e-3\nf: 'two words'\n2: true\n";
  expect(parseYaml(text, "a.yaml")).toEqual({
    ...{ a: { b: 1, c: ["x", "yes"] }, d: null, e: 1.5e-3, f: "two words" },
    ...{ "2": true },
  });
  expect(parseYaml("# nothing\n", "a.yaml")).toBeNull();
});

test("what Bun writes comes back, however it looks", () => {
  const words = [
    "yes",
    "1",
    "0x1f",
    "null",
    "~",
    "*a",
    "<<",
    "- x",
    "a: b",
    "x\ny",
    "012",
    "",
    "é\u0000",
    "#",
  ];
  const tree = { words, numbers: [1e-7, 1e21, 5, -0.5], none: null, flags: [true, false] };
  expect(parseYaml(Bun.YAML.stringify(tree, null, 2), "a.yaml")).toEqual(tree);
});

describe("a key that stands twice is refused, with its line", () => {
  test.each([
    ["seed: 1\ntrain:\n  steps: 1\n  # more\n  steps: 2\n", "a.yaml: line 5 has the key steps a second time"],
    ["seed: 1\n'seed': 2\n", "a.yaml: line 2 has the key 'seed' a second time"],
    ["train: {steps: 1, steps: 2}\n", "a.yaml: line 1 has the key steps a second time"],
    ["2: 1\n'2': 2\n", "a.yaml: line 2 has the key '2' a second time"],
    ["? seed\n: 1\n? seed\n: 2\n", "a.yaml: line 3 has the key seed a second time"],
  ])("%j", (text, cause) => {
    expect(refused(text)).toBe(`${cause} | keep one of them`);
  });
});

describe("what no setting needs is refused", () => {
  test.each([
    ["two documents", "a: 1\n---\nb: 2\n", "line 2: Source contains multiple documents"],
    ["a tag", "a: 1\nb: !!set {x}\n", "line 2: Unresolved tag"],
    ["an own tag", "a: !run 1\n", "line 1: Unresolved tag"],
    ["a key that is a list", "? [1, 2]\n: 3\n", "line 1: With stringKeys, all keys must be strings"],
    ["an alias", "a: &x 1\nb: *x\n", "has an alias (*name)"],
    ["an alias of what is around it", "a: &x {b: *x}\n", "has an alias (*name)"],
    ["an alias of nothing", "a: *x\n", "has an alias (*name)"],
    ["a merged group", "a: &x {b: 1}\nc: {<<: *x}\n", "has an alias (*name)"],
    ["what is torn", "a: [1,\nb: 2", "is not YAML: line 2: Flow sequence"],
  ])("%s", (_, text, cause) => {
    expect(refused(text)).toContain(cause);
  });
});

test("a text that grows in memory or on the stack is refused", () => {
  const lists = [..."abcdefghij"].map((name, i, all) => {
    const inner = i === 0 ? "x" : `*${all[i - 1]}`;
    return `${name}: &${name} [${Array(9).fill(inner).join(", ")}]`;
  });
  expect(refused(lists.join("\n"))).toContain("has an alias");
  expect(refused("[".repeat(30_000))).toContain("is not YAML");
  expect(refused(`${"[".repeat(30_000)}${"]".repeat(30_000)}`)).toStartWith("a.yaml is");
  expect(refused("- ".repeat(30_000))).toStartWith("a.yaml is");
  expect(refused(`a: ${"x".repeat(70_000)}`)).toStartWith("a.yaml is longer than 64 KiB");
});

test("__proto__ is a key like any other", () => {
  const tree = parseYaml("__proto__: {seed: 5}\n", "a.yaml") as object;
  expect(Object.keys(tree)).toEqual(["__proto__"]);
  expect(Object.getPrototypeOf(tree)).toBe(Object.prototype);
});
