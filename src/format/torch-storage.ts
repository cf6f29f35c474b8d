/** The flat memory behind PyTorch's tensors. */
import { oneArray, requireMemory } from "../memory-need.ts";
import { UserError } from "../user-error.ts";
import { constructors, type NumericKind, npyArray, numbersOf } from "./npy-array.ts";

export type TorchType = Exclude<NumericKind, "uint16" | "uint32" | "uint64"> | "bfloat16";

export const torchTypes: Readonly<Record<string, TorchType>> = {
  "torch.DoubleStorage": "float64",
  "torch.FloatStorage": "float32",
  "torch.HalfStorage": "float16",
  "torch.BFloat16Storage": "bfloat16",
  "torch.LongStorage": "int64",
  "torch.IntStorage": "int32",
  "torch.ShortStorage": "int16",
  "torch.CharStorage": "int8",
  "torch.ByteStorage": "uint8",
  "torch.BoolStorage": "bool",
};

export interface TorchStorage {
  /** What to call it in errors. */
  readonly name: string;
  readonly type: TorchType;
  readonly count: number;
  /** All its bytes, little-endian. @throws UserError when they are missing or not as many as `count` takes */
  bytes(): Uint8Array;
}

export const bytesPerValue = (type: TorchType): number =>
  type === "bfloat16" ? 2 : constructors[type].BYTES_PER_ELEMENT;

/**
 * The values from `first` on, as float64.
 * @throws UserError as `bytes` does, and for integers beyond ±2^53
 */
export function readStorage(storage: TorchStorage, first: number, count: number): Float64Array {
  const width = bytesPerValue(storage.type);
  const whole = storage.bytes();
  if (whole.length !== storage.count * width) {
    throw new UserError(
      `${storage.name} is damaged: ${storage.count} values of ${storage.type} take ${storage.count * width} bytes, it has ${whole.length}`,
      "copy or export the file again",
    );
  }
  requireMemory({
    what: storage.name,
    needs: [oneArray("values of a tensor", count * width), oneArray("the same as float64", count * 8)],
  });
  const { buffer } = new Uint8Array(whole.subarray(first * width, (first + count) * width));
  if (storage.type === "bfloat16") return Float64Array.from(fromBfloat16(new Uint16Array(buffer)));
  return numbersOf(npyArray(new constructors[storage.type](buffer)), storage.name);
}

/** A bfloat16 is the upper half of a float32. */
function fromBfloat16(halves: Uint16Array): Float32Array {
  return new Float32Array(Uint32Array.from(halves, (half) => half << 16).buffer);
}
