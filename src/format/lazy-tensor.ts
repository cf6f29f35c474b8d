/** A tensor of a file that is read when it is asked for: its shape can be checked before memory is spent. */
export interface LazyTensor {
  /** File and key, for errors. */
  readonly name: string;
  readonly shape: readonly number[];
  /** As PyTorch and NumPy call it: "float32", "bfloat16". */
  readonly type: string;
  /** The values as float64, row-major. @throws UserError when they are damaged, or integers beyond ±2^53 */
  read(): Float64Array;
}
