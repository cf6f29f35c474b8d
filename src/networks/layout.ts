/** A network's arrays by name. Everything that loads, saves, updates or checks a network loops over them and knows no name. */
import type { Engine } from "../engine/engine.ts";
import type { SharedArray } from "../engine/shared-array.ts";
import type { ArrayGroup } from "./array-groups.ts";

/** What a side of an array counts: a number, a size of the network by name, or so many times one. */
export type Axis = number | string | readonly [times: number, size: string];

/** A size that not every network of the kind has, and the one that takes its place in the others. */
export interface EitherSize {
  readonly either: string;
  readonly or: string;
}

/** One array of a network before its sizes are known. */
export interface ParameterSpec {
  /** Ours: [in, out] of a matrix, [n] of a bias. */
  readonly axes: readonly (Axis | EitherSize)[];
  /** Its name in files: PyTorch's. Matrices are stored [out, in] there. */
  readonly stored: string;
  /** Learning rate, clipping and decay may differ by group. */
  readonly group?: ArrayGroup;
  /** Not every network of the kind has it. */
  readonly optional?: true;
}

/** One of a network whose arrays are known. */
export interface PresentSpec extends ParameterSpec {
  readonly axes: readonly Axis[];
}

export interface Parameter extends PresentSpec {
  readonly name: string;
  readonly shape: readonly number[];
}

/** The order is part of the promise of equal bits: loops over a layout run in it, one job an array. */
export type Layout<Name extends string = string> = Readonly<Record<Name, Parameter>>;
export type Arrays<Name extends string = string> = Readonly<Record<Name, SharedArray<"float32">>>;

/**
 * The arrays of a network of these sizes.
 * @param names those that it has, in the order of `specs`; default: all
 */
export function layoutOf<Name extends string>(
  specs: Readonly<Record<Name, ParameterSpec>>,
  sizes: Readonly<Record<string, number>>,
  names: readonly Name[] = namesOf(specs),
): Layout<Name> {
  const length = (axis: Axis): number => {
    if (typeof axis === "number") return axis;
    const [times, size] = typeof axis === "string" ? [1, axis] : axis;
    const one = sizes[size];
    if (one === undefined) throw new Error(`no size ${size}`);
    return times * one;
  };
  const present = presentSpecs(specs, names);
  return mapNames(present, (name) => ({ ...present[name], name, shape: present[name].axes.map(length) }));
}

/** The arrays that a network has, by its names of them: it has a size where one of them counts it. */
export function presentSpecs<Name extends string>(
  specs: Readonly<Record<Name, ParameterSpec>>,
  names: readonly Name[],
): Readonly<Record<Name, PresentSpec>> {
  const there = picked(specs, names);
  const counts = (size: string) => namesOf(there).some((name) => there[name].axes.includes(size));
  return mapNames(there, (name) => ({
    ...there[name],
    axes: there[name].axes.map((axis) =>
      typeof axis === "object" && "either" in axis ? (counts(axis.either) ? axis.either : axis.or) : axis,
    ),
  }));
}

/** A part of a record, in its order. */
export const picked = <Name extends string, Value>(
  record: Readonly<Record<Name, Value>>,
  names: readonly Name[],
): Readonly<Record<Name, Value>> =>
  Object.fromEntries(Object.entries(record).filter(([name]) => names.includes(name as Name))) as Record<
    Name,
    Value
  >;

export const namesOf = <Name extends string>(record: Readonly<Record<Name, unknown>>): Name[] =>
  Object.keys(record) as Name[];

/** A record with the same names in the same order. */
export const mapNames = <Name extends string, Value>(
  record: Readonly<Record<Name, unknown>>,
  value: (name: Name) => Value,
): Readonly<Record<Name, Value>> =>
  Object.fromEntries(namesOf(record).map((name) => [name, value(name)])) as Record<Name, Value>;

/** Address of an array, or 0 where the network has none of that name. */
export const addressOf = <Name extends string>(arrays: Partial<Arrays<Name>>, name: Name): number =>
  arrays[name]?.pointer ?? 0;

/** Arrays of a network's shapes: weights, gradients, moments. Content undefined unless `zero`. */
export const allocateArrays = <Name extends string>(
  engine: Engine,
  layout: Layout<Name>,
  label: string,
  zero = false,
): Arrays<Name> =>
  mapNames(layout, (name) => {
    const { shape } = layout[name];
    return zero
      ? engine.memory.zeros("float32", shape, `${name} ${label}`)
      : engine.memory.allocate("float32", shape, `${name} ${label}`);
  });

export function freeArrays(arrays: Arrays): void {
  for (const array of Object.values(arrays)) array.free();
}

/** Between our [in, out] and the [out, in] of files. `rows` and `columns` are those of `values`, row-major. */
export function transpose(values: ArrayLike<number>, rows: number, columns: number): Float32Array {
  const result = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      result[column * rows + row] = values[row * columns + column]!;
    }
  }
  return result;
}
