/** Slices for the wasm backend, copied within its heap. Stock, every slice first copies the whole of its source. */
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import * as tf from "./tf.ts";
import { heapAddress, moduleOf, type WasmKernel } from "./wasm-kernel.ts";

export function sliceKernels(backend: BackendWasm): WasmKernel[] {
  return [
    {
      name: tf.Slice,
      run({ x }, attributes) {
        const { begin, size } = attributes as unknown as tf.SliceAttrs;
        const [from, shape] = tf.slice_util.parseSliceParams(x as tf.Tensor, begin, size) as [
          number[],
          number[],
        ];
        return slice(backend, x!, from, shape);
      },
    },
    {
      name: tf.SplitV,
      run({ x }, attributes) {
        const { numOrSizeSplits, axis } = attributes as unknown as tf.SplitVAttrs;
        const [along] = tf.util.parseAxisParam(axis, x!.shape) as [number];
        const sizes = tf.backend_util.prepareSplitSize(x as tf.Tensor, numOrSizeSplits, along);
        let first = 0;
        return sizes.map((size) => {
          const from = x!.shape.map((_, i) => (i === along ? first : 0));
          first += size;
          return slice(
            backend,
            x!,
            from,
            x!.shape.map((whole, i) => (i === along ? size : whole)),
          );
        });
      },
    },
  ];
}

function slice(backend: BackendWasm, x: tf.TensorInfo, begin: number[], shape: number[]): tf.TensorInfo {
  if (x.dtype === "string" || x.dtype === "complex64") {
    throw new Error(`the wasm device does not slice tensors of ${x.dtype}`);
  }
  const out = backend.makeOutput(shape, x.dtype);
  if (tf.util.sizeFromShape(shape) === 0) return out;
  const bytes = tf.util.bytesPerElement(x.dtype);
  const heap = moduleOf(backend).HEAPU8;
  let to = heapAddress(backend, out);
  for (const { offset, count } of runs(x.shape, begin, shape)) {
    const from = heapAddress(backend, x) + offset * bytes;
    heap.copyWithin(to, from, from + count * bytes);
    to += count * bytes;
  }
  return out;
}

/** The pieces of a slice that lie in one row in its source, in order. */
function* runs(
  whole: number[],
  begin: number[],
  shape: number[],
): Generator<{ offset: number; count: number }> {
  const strides = whole.map((_, axis) => tf.util.sizeFromShape(whole.slice(axis + 1)));
  /** The last axis that is cut: what is behind it is taken whole. */
  const cut = shape.findLastIndex((size, axis) => size !== whole[axis]);
  const inner = Math.max(cut, 0);
  const count = tf.util.sizeFromShape(shape.slice(inner));
  const pieces = tf.util.sizeFromShape(shape.slice(0, inner));
  for (let piece = 0; piece < pieces; piece++) {
    let offset = (begin[inner] ?? 0) * (strides[inner] ?? 0);
    let rest = piece;
    for (let axis = inner - 1; axis >= 0; axis--) {
      offset += (begin[axis]! + (rest % shape[axis]!)) * strides[axis]!;
      rest = Math.floor(rest / shape[axis]!);
    }
    yield { offset, count };
  }
}
