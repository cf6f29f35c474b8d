/** What kernels of ours need of the wasm backend, besides what it declares. */
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import * as tf from "./tf.ts";

/** What the backend's module is besides its declared part: emscripten's. */
export interface WasmModule {
  readonly HEAPU8: Uint8Array<ArrayBuffer>;
  _malloc(bytes: number): number;
  _free(address: number): void;
  cwrap(name: string, returns: null, takes: readonly string[]): (...values: unknown[]) => void;
}
export const moduleOf = ({ wasm }: BackendWasm): WasmModule => wasm as unknown as WasmModule;

/** A kernel of ours for the wasm backend. */
export interface WasmKernel {
  readonly name: string;
  run(inputs: tf.NamedTensorInfoMap, attributes: tf.NamedAttrMap): tf.TensorInfo | tf.TensorInfo[];
}

/** Runs a kernel of the backend that has one result. */
export function callKernel(
  backend: BackendWasm,
  name: string,
  inputs: tf.NamedTensorInfoMap,
  attrs: tf.NamedAttrMap = {},
): tf.TensorInfo {
  const kernel = tf.getKernel(name, "wasm");
  if (!kernel) throw new Error(`the wasm backend has no kernel ${name}`);
  return kernel.kernelFunc({ inputs, backend, attrs }) as tf.TensorInfo;
}

/** Where the values of a tensor lie on the backend's heap. */
export const heapAddress = (backend: BackendWasm, { dataId }: tf.TensorInfo): number =>
  backend.dataIdMap.get(dataId).memoryOffset;
