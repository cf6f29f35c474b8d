/** Damage to what JSON and YAML hold: other types, hostile values, keys that are missing, twice there or another's. */
import type { Dice } from "./dice.ts";
import { hostileNumbers, hostileTexts, Nested } from "./hostile.ts";
import { mutateBytes } from "./mutate-bytes.ts";

type Tree = Record<string, unknown> | unknown[];
const isTree = (value: unknown): value is Tree =>
  typeof value === "object" && value !== null && !(value instanceof Nested);

/** A copy with groups of its own. */
const copied = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(copied);
  if (!isTree(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, copied(item)]));
};

function hostileValue(dice: Dice): unknown {
  const kinds: readonly (() => unknown)[] = [
    () => dice.pick(hostileNumbers),
    () => dice.pick(hostileTexts),
    () => dice.pick([null, true, false, [], {}, [[]], [null], { __proto__: 1 }]),
    () => "x".repeat(dice.few(100_000)),
    () => new Nested(dice.pick([10, 1000, 20_000]), dice.chance(0.5)),
    () => Array.from({ length: dice.few(5000) }, (_, i) => i),
  ];
  return dice.pick(kinds)();
}

/** All groups of a tree, the root first. */
function groups(tree: Tree): Tree[] {
  return [tree, ...Object.values(tree).filter(isTree).flatMap(groups)];
}

function change(dice: Dice, root: Tree): void {
  const group = dice.pick(groups(root)) as Record<string, unknown>;
  const keys = Object.keys(group);
  const key = keys.length > 0 && dice.chance(0.9) ? dice.pick(keys) : dice.pick(hostileTexts);
  const put = (name: string, value: unknown) =>
    Object.defineProperty(group, Array.isArray(group) ? String(dice.below(keys.length + 1)) : name, {
      value,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  // Not what every object inherits: that would be damaged with the tree.
  const own = (name: string) => (Object.hasOwn(group, name) ? group[name] : null);
  const ways: readonly (() => unknown)[] = [
    () => Reflect.deleteProperty(group, key),
    () => put(dice.pick(hostileTexts), own(key)),
    () => put(key, copied(root)),
    () => put(key, keys.length > 0 ? own(dice.pick(keys)) : null),
    () => (Array.isArray(group) ? group.splice(dice.below(3)) : put(key, null)),
    ...Array.from({ length: 5 }, () => () => put(key, hostileValue(dice))),
  ];
  dice.pick(ways)();
}

/** A changed tree; now and then something else altogether. */
export function mutateTree(dice: Dice, good: unknown): unknown {
  if (!isTree(good) || dice.chance(0.04)) return hostileValue(dice);
  const tree = copied(good) as Tree;
  for (let i = dice.few(3); i > 0; i--) change(dice, tree);
  return tree;
}

/** JSON as people and other programs write it, also where it is none: NaN and infinities stay. */
export function jsonText(value: unknown): string {
  if (value instanceof Nested) return String(value);
  if (typeof value === "number" && !Number.isFinite(value)) {
    return Number.isNaN(value) ? "NaN" : `${value < 0 ? "-" : ""}1e999`;
  }
  if (Array.isArray(value)) return `[${value.map(jsonText).join()}]`;
  if (!isTree(value)) return JSON.stringify(value);
  const entries = Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}:${jsonText(item)}`);
  return `{${entries.join()}}`;
}

/** YAML in blocks; what is nested deeply stands in it as JSON, which is YAML too. */
export function yamlText(value: unknown): string {
  const marks = new Map<string, string>();
  const marked = (item: unknown): unknown => {
    if (item instanceof Nested) {
      const mark = `nested-${marks.size}`;
      marks.set(mark, String(item));
      return mark;
    }
    if (Array.isArray(item)) return item.map(marked);
    if (!isTree(item)) return item;
    return Object.fromEntries(Object.entries(item).map(([key, inner]) => [key, marked(inner)]));
  };
  let text = Bun.YAML.stringify(marked(value), null, 2);
  for (const [mark, nested] of marks) text = text.replace(mark, () => nested);
  return text;
}

const bomb = (levels: number): string =>
  Array.from({ length: levels }, (_, i) =>
    i === 0 ? "a0: &a0 [x, x]" : `a${i}: &a${i} [*a${i - 1}, *a${i - 1}, *a${i - 1}, *a${i - 1}]`,
  ).join("\n");

const yamlLines: readonly string[] = [
  ...[
    "seed: 1",
    "seed: &a [*a]",
    "train: {steps: 1}",
    "? [a, b]\n: c",
    "--- \n...",
    "- 1",
    "\t- x",
    "%YAML 9.9",
  ],
  ...[
    "<<: *nothing",
    "<<: {steps: 1}",
    "!!binary aGk=",
    "!!js/function x",
    "a: !!float .inf",
    "a: 0o17",
    "a: |\n x",
  ],
  ...[bomb(3), bomb(12), bomb(30), "[".repeat(5000), "{a: ".repeat(5000), "- ".repeat(5000)],
];

/** Another text, by its lines. */
export function mutateLines(dice: Dice, text: string): string {
  const lines = text.split("\n");
  for (let i = dice.few(3); i > 0; i--) {
    const at = dice.below(lines.length);
    const line = dice.pick([...yamlLines, ...lines]);
    if (dice.chance(0.3)) lines.splice(at, 1);
    else if (dice.chance(0.5)) lines.splice(at, 0, line);
    else lines[at] = dice.chance(0.5) ? `  ${lines[at]}` : line;
  }
  return lines.join("\n");
}

/** A changed text of which `tree` is the content and `write` the way it is written. */
export function mutateText(
  dice: Dice,
  good: Uint8Array,
  tree: unknown,
  write: (tree: unknown) => string,
): Uint8Array {
  if (dice.chance(0.25)) return mutateBytes(dice, good, good);
  if (dice.chance(0.2)) return Buffer.from(mutateLines(dice, Buffer.from(good).toString()));
  return Buffer.from(write(mutateTree(dice, tree)));
}
