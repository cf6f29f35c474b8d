import { merge, type Tree } from "./tree.ts";

/** Settings as an earlier version wrote them into a run or a checkpoint, under the names of this one. */
export function upgraded({ products, ...tree }: Tree): Tree {
  return products === undefined ? tree : merge(tree, { model: { products } });
}
