import * as tf from "./tf.ts";
import type { TfjsDeviceName } from "./tfjs-device.ts";

/** Makes an open backend known to tfjs, in place of what had the name. */
export function registerOpenBackend(name: TfjsDeviceName, backend: tf.KernelBackend): void {
  if (tf.findBackendFactory(name)) tf.removeBackend(name);
  tf.registerBackend(name, () => backend);
}

/** tfjs computes on one backend at a time, in the whole process. */
export function useBackend(name: TfjsDeviceName): void {
  if (tf.getBackend() !== name) void tf.setBackend(name);
}
