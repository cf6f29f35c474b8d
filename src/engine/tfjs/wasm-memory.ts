import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { formatBytes } from "../../memory-need.ts";
import { UserError } from "../../user-error.ts";
import { moduleOf } from "./wasm-kernel.ts";

const limitBytes = 2 ** 32;

/**
 * Lets an allocation that fails throw. Stock, a tensor that does not fit gets address 0, or one of 4 GiB no memory at all, and
 * overwrites what is there.
 */
export function checkAllocations(backend: BackendWasm): void {
  const wasm = moduleOf(backend);
  // Until its first call the function stands for another, by which it then replaces itself.
  wasm._free(wasm._malloc(1));
  const allocate = wasm._malloc;
  wasm._malloc = (bytes: number): number => {
    const address = bytes < limitBytes ? allocate(bytes) : 0;
    if (address === 0 && bytes > 0) {
      throw new UserError(
        `out of memory on the wasm device: ${formatBytes(bytes)} asked for, the heap holds ${formatBytes(wasm.HEAPU8.byteLength)} of at most 4 GiB`,
        "use fewer units, place cells, trajectories per batch or time steps, or --device hybrid",
      );
    }
    return address;
  };
}
