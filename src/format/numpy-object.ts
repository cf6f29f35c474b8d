/** NumPy's arrays of Python objects: an .npy file with a pickle of arrays in it. Arrays and plain data only; nothing in it is ever run. */
import { UserError } from "../user-error.ts";
import type { LazyTensor } from "./lazy-tensor.ts";
import { readNpyData } from "./npy.ts";
import { elementCount, formatShape, numbersOf } from "./npy-array.ts";
import { readNpyHeader } from "./npy-header.ts";
import { readPickle } from "./pickle.ts";
import type { PickleGlobals } from "./pickle-names.ts";
import {
  areCounts,
  type Buildable,
  isSequence,
  kindOf,
  PickleGlobal,
  PickleObject,
  type PickleValue,
} from "./pickle-values.ts";

const mend = "save a list of plain arrays: numpy.savez(FILE, *model.get_weights())";

/** A type as NumPy writes it: "f4" and the order of bytes. */
class PickledType extends PickleObject implements Buildable {
  readonly kind = "dtype";
  order = "|";

  constructor(readonly code: string) {
    super();
  }

  build(state: PickleValue): void {
    const order = isSequence(state) ? state[1] : undefined;
    if (typeof order === "string" && /^[<>|=]$/.test(order)) this.order = order;
  }
}

/** An array as it lies in the pickle; its content is read when asked for. */
export class PickledArray extends PickleObject implements Buildable {
  readonly kind = "array";
  private state: readonly PickleValue[] = [];

  build(state: PickleValue): void {
    if (isSequence(state)) this.state = state;
  }

  get shape(): readonly number[] | undefined {
    return areCounts(this.state[1]) ? this.state[1] : undefined;
  }

  /** The objects of an object array; undefined for one of numbers. */
  get objects(): readonly PickleValue[] | undefined {
    return isSequence(this.state[4]) ? this.state[4] : undefined;
  }

  /** @throws UserError when it is not an array of numbers */
  named(name: string): LazyTensor {
    const [, , type, fortranOrder, content] = this.state;
    const { shape } = this;
    // Python 2 wrote bytes as text.
    const data = typeof content === "string" ? new Uint8Array(Buffer.from(content, "latin1")) : content;
    if (!shape || !(type instanceof PickledType) || !(data instanceof Uint8Array)) {
      throw new UserError(`${name} is not an array of numbers`, mend);
    }
    const descr = `${type.order}${type.code}`;
    const header = { descr, fortranOrder: fortranOrder === true, shape };
    const read = () => numbersOf(readNpyData(data, header, name), name);
    return { name, shape, type: descr, read };
  }
}

/** What stands in a pickle for NumPy's arrays of plain data. @param name what to call the pickle in errors */
export function numpyGlobals(name: string): PickleGlobals {
  const make = (args: readonly PickleValue[]): PickleValue => {
    const [type] = args;
    if (!(type instanceof PickleGlobal) || type.name !== "numpy.ndarray") {
      throw new UserError(`${name} holds another kind of array than numpy.ndarray`, mend);
    }
    return new PickledArray();
  };
  const makeType = ([code]: readonly PickleValue[]): PickleValue => {
    if (typeof code === "string") return new PickledType(code);
    throw new UserError(`${name} holds an array of the type ${kindOf(code ?? null)}`, mend);
  };
  return new Map<string, typeof make | null>([
    ["numpy.core.multiarray._reconstruct", make],
    ["numpy._core.multiarray._reconstruct", make],
    ["numpy.dtype", makeType],
    ["numpy.ndarray", null],
  ]);
}

/**
 * The objects of an .npy file of dtype object, in row-major order.
 * @param name what to call it in errors
 * @throws UserError naming a class or function that is not part of arrays of plain data; for a truncated or damaged file
 */
export function readObjectArray(bytes: Uint8Array, name: string): readonly PickleValue[] {
  const { shape, dataStart } = readNpyHeader(bytes, name);
  const globals = numpyGlobals(name);
  const { value, end } = readPickle(bytes, name, { globals, start: dataStart, mend });
  if (end !== bytes.length) throw new UserError(`${name} has surplus bytes`, "copy or export the file again");
  const objects = value instanceof PickledArray ? value.objects : isSequence(value) ? value : undefined;
  if (!objects || objects.length !== elementCount(shape)) {
    const found = `${objects?.length ?? "no"} objects`;
    throw new UserError(`${name} has the shape ${formatShape(shape)} but ${found}`, "save it again");
  }
  return objects;
}

/** Whether the bytes are an .npy file of Python objects. */
export const isObjectArray = (bytes: Uint8Array, name: string): boolean =>
  readNpyHeader(bytes, name).descr === "|O";
