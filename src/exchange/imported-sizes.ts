/** Reads the sizes of a network off the shapes of its arrays, and holds all of them against each other. */
import type { LazyTensor } from "../format/lazy-tensor.ts";
import { formatShape } from "../format/npy-array.ts";
import { type Axis, presentSpecs } from "../networks/layout.ts";
import type { NetworkKind } from "../networks/network-kind.ts";
import { UserError } from "../user-error.ts";

/** By the names of the axes. */
export type Sizes = Readonly<Record<string, number>>;

/** How a file keeps its matrices: `torch` [out, in], `keras` [in, out]. */
export type FileLayout = "torch" | "keras";

/** Words for sizes, where the name is not one. */
const words: Readonly<Record<string, string>> = { cells: "place cells" };

/** The arrays by which a network's sizes are learned come first. */
const groupOrder = ["recurrent", "encoder"];

/** As the file has it. */
const axesIn = (layout: FileLayout, axes: readonly Axis[]): readonly Axis[] =>
  layout === "torch" ? axes.toReversed() : axes;

/** Whether the arrays by which kinds differ, the recurrent ones, can be those of this kind. */
export function mayBe(
  { parameters }: NetworkKind,
  shapeOf: (name: string) => readonly number[] | undefined,
  layout: FileLayout,
): boolean {
  const names = Object.keys(parameters).filter((name) => parameters[name]!.group === "recurrent");
  const recurrent = Object.entries(presentSpecs(parameters, names));
  return recurrent.every(([name, { axes }]) => {
    const shape = shapeOf(name);
    return shape !== undefined && bind(axesIn(layout, axes), shape, {}) !== undefined;
  });
}

/**
 * @param names what the file calls them
 * @throws UserError naming the tensor, its shape and the expected one
 */
export function sizesOf(
  kind: NetworkKind,
  weights: Readonly<Record<string, LazyTensor>>,
  names: Readonly<Record<string, string>>,
  layout: FileLayout,
  file: string,
): Sizes {
  const place = (group: string | undefined) => {
    const at = groupOrder.indexOf(group ?? "");
    return at < 0 ? groupOrder.length : at;
  };
  const inOrder = Object.entries(presentSpecs(kind.parameters, Object.keys(weights))).sort(
    ([, a], [, b]) => place(a.group) - place(b.group),
  );
  let sizes: Sizes = {};
  for (const [name, { axes }] of inOrder) {
    const { shape } = weights[name]!;
    const wanted = axesIn(layout, axes);
    const bound = bind(wanted, shape, sizes);
    if (!bound) {
      throw new UserError(
        `${file}: ${names[name]} has the shape ${formatShape(shape)}, expected ${expected(wanted, sizes)}`,
        Object.keys(sizes).length === 0 ? whatElse(kind, shape) : `the network has ${described(sizes)}`,
      );
    }
    sizes = bound;
  }
  return sizes;
}

/** The sizes with those that the shape adds; undefined when it does not fit. */
function bind(axes: readonly Axis[], shape: readonly number[], known: Sizes): Sizes | undefined {
  if (axes.length !== shape.length) return undefined;
  const sizes: Record<string, number> = { ...known };
  for (const [i, axis] of axes.entries()) {
    const length = shape[i]!;
    if (typeof axis === "number") {
      if (axis !== length) return undefined;
      continue;
    }
    const [times, size] = typeof axis === "string" ? [1, axis] : axis;
    sizes[size] ??= length / times;
    if (!Number.isSafeInteger(sizes[size]) || sizes[size] < 1 || sizes[size] * times !== length)
      return undefined;
  }
  return sizes;
}

function expected(axes: readonly Axis[], sizes: Sizes): string {
  const side = (axis: Axis): string => {
    if (typeof axis === "number") return String(axis);
    const [times, size] = typeof axis === "string" ? [1, axis] : axis;
    const known = sizes[size];
    if (known !== undefined) return String(times * known);
    return `${times === 1 ? "" : `${times} `}${words[size] ?? size}`;
  };
  return `(${axes.map(side).join(", ")}${axes.length === 1 ? "," : ""})`;
}

/** What recurrent weights of another shape may be of. */
function whatElse({ title }: NetworkKind, shape: readonly number[]): string {
  const gates = shape.length === 2 ? Math.max(...shape) / Math.min(...shape) : 1;
  if (gates === 4) return `it looks like an LSTM; ${title} is expected`;
  if (gates === 3) return `it looks like a GRU; ${title} is expected`;
  return `give ${title}`;
}

const described = (sizes: Sizes): string =>
  Object.entries(sizes)
    .map(([size, count]) => `${count} ${words[size] ?? size}`)
    .join(", ");
