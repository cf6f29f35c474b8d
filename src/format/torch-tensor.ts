/** Tensors as they stand in the pickle of PyTorch's files. The bytes behind them are read in torch-storage.ts. */
import { UserError } from "../user-error.ts";
import type { LazyTensor } from "./lazy-tensor.ts";
import { checkShape, elementCount, formatShape } from "./npy-array.ts";
import { areCounts, PickleObject, type PickleValue } from "./pickle-values.ts";
import { readStorage, type TorchStorage } from "./torch-storage.ts";

/** More values than the storage has are only made up to here: an expanded tensor costs a file nothing. */
const mostExpanded = 2 ** 20;

/** A storage as it stands in a pickle. */
export class StoredStorage extends PickleObject {
  readonly kind = "storage";

  constructor(readonly storage: TorchStorage) {
    super();
  }
}

/** A view of a storage: value [i, j] is at `offset + i * strides[0] + j * strides[1]`. */
export class TorchTensor extends PickleObject {
  readonly kind = "tensor";

  constructor(
    readonly storage: TorchStorage,
    readonly offset: number,
    readonly shape: readonly number[],
    readonly strides: readonly number[],
  ) {
    super();
  }

  /** @param name what to call it in errors */
  named(name: string): LazyTensor {
    return { name, shape: this.shape, type: this.storage.type, read: () => this.read(name) };
  }

  private read(name: string): Float64Array {
    const { shape, strides, storage } = this;
    const count = elementCount(shape);
    if (count === 0) return new Float64Array();
    if (count > Math.max(storage.count, mostExpanded)) {
      throw new UserError(
        `${name} has the shape ${formatShape(shape)} but only ${storage.count} stored values`,
        "save it after .clone()",
      );
    }
    const span = 1 + shape.reduce((sum, size, axis) => sum + (size - 1) * strides[axis]!, 0);
    const values = readStorage(storage, this.offset, span);
    return isContiguous(shape, strides) ? values : gather(values, shape, strides, count);
  }
}

/**
 * What `torch._utils._rebuild_tensor_v2` makes: (storage, offset, shape, strides, requires_grad, hooks).
 * @throws UserError when the tensor reaches beyond its storage
 */
export function rebuildTensor(args: readonly PickleValue[], file: string): TorchTensor {
  const [stored, offset, shape, strides] = args;
  const readable =
    stored instanceof StoredStorage &&
    areCounts([offset!]) &&
    areCounts(shape) &&
    areCounts(strides) &&
    shape.length === strides.length;
  if (!readable) throw damaged(file, "holds a malformed tensor");
  checkShape(shape, 1, `a tensor in ${file}`);
  const { storage } = stored;
  const last = (offset as number) + shape.reduce((sum, size, axis) => sum + (size - 1) * strides[axis]!, 0);
  if (elementCount(shape) > 0 && !(last < storage.count)) {
    throw damaged(file, `holds a tensor ${formatShape(shape)} that reaches beyond its storage`);
  }
  return new TorchTensor(storage, offset as number, shape, strides);
}

function isContiguous(shape: readonly number[], strides: readonly number[]): boolean {
  let expected = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    if (shape[axis] !== 1 && strides[axis] !== expected) return false;
    expected *= shape[axis]!;
  }
  return true;
}

function gather(
  values: Float64Array,
  shape: readonly number[],
  strides: readonly number[],
  count: number,
): Float64Array {
  const result = new Float64Array(count);
  const index = shape.map(() => 0);
  let at = 0;
  for (let i = 0; i < count; i++) {
    result[i] = values[at]!;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      at += strides[axis]!;
      if (++index[axis]! < shape[axis]!) break;
      at -= strides[axis]! * shape[axis]!;
      index[axis] = 0;
    }
  }
  return result;
}

const damaged = (file: string, cause: string): UserError =>
  new UserError(`${file} ${cause}`, "copy or export the file again");
