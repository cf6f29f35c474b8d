/** The gradient of `gather` for the wasm backend, which lacks it. */
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import * as tf from "./tf.ts";
import type { WasmKernel } from "./wasm-kernel.ts";

/** Row i of x is added to row segmentIds[i] of the result; rows with a number outside 0 … numSegments - 1 are dropped, as elsewhere. */
export function segmentSumKernel(backend: BackendWasm): WasmKernel {
  return {
    name: tf.UnsortedSegmentSum,
    run({ x, segmentIds }, attributes) {
      const { numSegments } = attributes as unknown as tf.UnsortedSegmentSumAttrs;
      if (segmentIds!.shape.length !== 1 || segmentIds!.shape[0] !== x!.shape[0]) {
        throw new Error("the wasm device sums rows by one number each");
      }
      const rest = x!.shape.slice(1);
      const width = tf.util.sizeFromShape(rest);
      const out = backend.makeOutput([numSegments, ...rest], x!.dtype);
      const total = backend.typedArrayFromHeap(out).fill(0);
      const values = backend.typedArrayFromHeap(x!);
      backend.typedArrayFromHeap(segmentIds!).forEach((segment, row) => {
        if (segment < 0 || segment >= numSegments) return;
        for (let i = 0; i < width; i++) total[segment * width + i]! += values[row * width + i]!;
      });
      return out;
    },
  };
}
