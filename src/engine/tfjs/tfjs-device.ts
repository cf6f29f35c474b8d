import * as tf from "./tf.ts";

/** A backend of TensorFlow.js, open and ready. tfjs has one current backend a process: `use` makes it this one. */
export interface TfjsDevice {
  readonly name: TfjsDeviceName;
  /** What computes: "TensorFlow.js wasm, 1 thread, OpenBLAS SkylakeX". */
  readonly description: string;
  /** Makes this the backend of the tfjs calls that follow. */
  use(): void;
  /**
   * Waits until everything asked of the device is done.
   * @throws UserError with the device's own message when it failed meanwhile: what it has computed cannot be used then
   */
  settle(): Promise<void>;
  /** Frees the backend with all its tensors. */
  close(): void;
}

export type TfjsDeviceName = "cpu" | "wasm" | "webgpu";

/** Makes an open backend known to tfjs, in place of what had the name. */
export function registerOpenBackend(name: TfjsDeviceName, backend: tf.KernelBackend): void {
  if (tf.findBackendFactory(name)) tf.removeBackend(name);
  tf.registerBackend(name, () => backend);
}

/** tfjs computes on one backend at a time, in the whole process. */
export function useBackend(name: TfjsDeviceName): void {
  if (tf.getBackend() !== name) void tf.setBackend(name);
}

/** What was read, once the device says that all went well; else its own message, also when the reading failed in consequence. */
export async function settled<T>(device: TfjsDevice, reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } finally {
    await device.settle();
  }
}
