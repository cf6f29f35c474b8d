/** TensorFlow.js in WebAssembly, put together: the module, our kernels for it, products by a BLAS. */
import { UserError } from "../../user-error.ts";
import { setBlasThreads } from "../blas.ts";
import type { Blas } from "../find-blas.ts";
import * as tf from "./tf.ts";
import { registerOpenBackend, type TfjsDevice, useBackend } from "./tfjs-device.ts";
import type { WasmKernel } from "./wasm-kernel.ts";
import { matmulKernels } from "./wasm-matmul.ts";
import { checkAllocations } from "./wasm-memory.ts";
import { loadWasmBackend } from "./wasm-module.ts";
import { segmentSumKernel } from "./wasm-segment-sum.ts";
import { sliceKernels } from "./wasm-slice.ts";

export interface WasmDeviceOptions {
  /** Threads of the products; default 1. */
  readonly threads?: number;
  /** Computes the products, on the backend's heap; default: the backend itself. */
  readonly blas?: Blas | undefined;
}

/**
 * The wasm backend with our kernels in place of those that are wrong, missing or slow.
 * @throws UserError when there cannot be so many threads
 */
export async function openWasmDevice({ threads = 1, blas }: WasmDeviceOptions = {}): Promise<TfjsDevice> {
  const backend = await loadWasmBackend(blas ? 1 : threads);
  checkAllocations(backend);
  registerOpenBackend("wasm", backend);
  const uninstall = install([
    ...matmulKernels(backend, blas?.path),
    ...sliceKernels(backend),
    segmentSumKernel(backend),
  ]);
  if (blas && threads > 1 && !setBlasThreads(blas.path, threads)) {
    throw new UserError(
      `${blas.description} does not let its threads be set`,
      "use --workers 1, or --blas wasm",
    );
  }
  return {
    name: "wasm",
    description: describe(threads, blas),
    use: () => useBackend("wasm"),
    settle: async () => {},
    close() {
      tf.removeBackend("wasm");
      uninstall();
      if (blas) setBlasThreads(blas.path, 1);
    },
  };
}

const describe = (threads: number, blas: Blas | undefined): string =>
  `TensorFlow.js wasm, ${threads} thread${threads === 1 ? "" : "s"}, products: ${blas?.description ?? "XNNPACK"}`;

/** Registers kernels in place of the stock ones. @returns what puts those back */
function install(kernels: readonly WasmKernel[]): () => void {
  const stock = kernels.map(({ name }) => tf.getKernel(name, "wasm") as tf.KernelConfig | undefined);
  const replace = (name: string, config: tf.KernelConfig | undefined) => {
    if (tf.getKernel(name, "wasm")) tf.unregisterKernel(name, "wasm");
    if (config) tf.registerKernel(config);
  };
  for (const { name, run } of kernels) {
    const kernelFunc: tf.KernelFunc = ({ inputs, attrs }) => run(inputs, attrs ?? {});
    replace(name, { kernelName: name, backendName: "wasm", kernelFunc });
  }
  return () => {
    for (const [i, { name }] of kernels.entries()) replace(name, stock[i]);
  };
}
