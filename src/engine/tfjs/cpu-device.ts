import { MathBackendCPU } from "@tensorflow/tfjs-backend-cpu";
import * as tf from "./tf.ts";
import { registerOpenBackend, type TfjsDevice, useBackend } from "./tfjs-device.ts";

/** Plain JavaScript, one thread: slow, and the reading of tfjs the other devices are held to. */
export function openCpuDevice(): TfjsDevice {
  const backend = new MathBackendCPU();
  // Its first use would print an advertisement for another package.
  (backend as unknown as { firstUse: boolean }).firstUse = false;
  registerOpenBackend("cpu", backend);
  return {
    name: "cpu",
    description: "TensorFlow.js cpu, 1 thread",
    use: () => useBackend("cpu"),
    settle: async () => {},
    close: () => tf.removeBackend("cpu"),
  };
}
