/** Trees of settings as they come from YAML and `--set`, before they are validated; keys are dotted paths. */
export interface Tree {
  [key: string]: unknown;
}

export const isTree = (value: unknown): value is Tree =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A new tree in which the leaves of `upper` replace those of `lower`. */
export function merge(lower: Tree, upper: Tree): Tree {
  const merged = new Map(Object.entries(lower));
  for (const [key, value] of Object.entries(upper)) {
    const below = merged.get(key);
    merged.set(key, isTree(below) && isTree(value) ? merge(below, value) : value);
  }
  // Not by assignment: __proto__ is a key like any other, and refused as one.
  return Object.fromEntries(merged);
}

/** The tree with the one leaf `train.steps: value`. */
export function treeOf(dotted: string, value: unknown): Tree {
  const keys = dotted.split(".");
  return keys.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value) as Tree;
}

/** All leaves as [dotted key, value], in the order of the tree. */
export function leaves(tree: object, prefix = ""): [string, unknown][] {
  return Object.entries(tree).flatMap(([key, value]): [string, unknown][] =>
    isTree(value) ? leaves(value, `${prefix}${key}.`) : [[`${prefix}${key}`, value]],
  );
}

/** The value at `keys`; undefined when there is none. */
export function valueAt(tree: Tree, keys: readonly PropertyKey[]): unknown {
  return keys.reduce<unknown>(
    (part, key) => (isTree(part) && Object.hasOwn(part, key) ? part[String(key)] : undefined),
    tree,
  );
}
