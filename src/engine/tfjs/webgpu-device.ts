/** TensorFlow.js on a WebGPU adapter. Which adapters there are is found out in webgpu-adapter.ts. */
import { programLine } from "../../program-words.ts";
import { UserError } from "../../user-error.ts";
import * as tf from "./tf.ts";
import { registerOpenBackend, type TfjsDevice, useBackend } from "./tfjs-device.ts";
import type { FoundAdapter } from "./webgpu-adapter.ts";

/** What tfjs's shaders are limited by: all that the adapter has is asked for. */
const neededLimits = [
  "maxBufferSize",
  "maxStorageBufferBindingSize",
  "maxStorageBuffersPerShaderStage",
  "maxComputeWorkgroupStorageSize",
  "maxComputeWorkgroupsPerDimension",
  "maxComputeInvocationsPerWorkgroup",
  "maxComputeWorkgroupSizeX",
  "maxComputeWorkgroupSizeY",
  "maxComputeWorkgroupSizeZ",
] as const;

const chosenByShape = -1;
const matMulPackedProgram = 3;

/**
 * The webgpu backend on a device of ours.
 * @throws UserError when the adapter computes nothing, or gives no device
 */
export async function openWebgpuDevice({ adapter, kind, name }: FoundAdapter): Promise<TfjsDevice> {
  if (kind === "null") {
    throw new UserError(
      `the WebGPU adapter is Dawn's null backend (${name}), which computes nothing`,
      `install a Vulkan driver: ${programLine(["doctor"])} says which`,
    );
  }
  const device = await requestDevice(adapter, name);
  const failure = watch(device, name);
  const { WebGPUBackend } = await import("@tensorflow/tfjs-backend-webgpu");
  // Small tensors would be computed by the cpu backend.
  tf.env().set("WEBGPU_CPU_FORWARD", false);
  // Of tfjs's products the one for small results gives each number a workgroup: 100 times as long where one core computes them all.
  tf.env().set("WEBGPU_MATMUL_PROGRAM_TYPE", kind === "software" ? matMulPackedProgram : chosenByShape);
  const backend = new WebGPUBackend(device, adapter.info);
  registerOpenBackend("webgpu", backend);
  return {
    name: "webgpu",
    description: `TensorFlow.js webgpu on ${name}${kind === "software" ? ", a software adapter" : ""}`,
    use: () => useBackend("webgpu"),
    async settle() {
      await new Promise((resolve) => setImmediate(resolve));
      const message = failure();
      if (message !== undefined) {
        throw new UserError(message, "use smaller batches or networks, another driver, or --device hybrid");
      }
    },
    close: () => tf.removeBackend("webgpu"),
  };
}

async function requestDevice(adapter: GPUAdapter, name: string): Promise<GPUDevice> {
  const requiredLimits = Object.fromEntries(neededLimits.map((limit) => [limit, adapter.limits[limit]]));
  try {
    return await adapter.requestDevice({ requiredLimits });
  } catch (error) {
    throw new UserError(
      `${name} gives no WebGPU device: ${(error as Error).message}`,
      "use another driver, or --device hybrid",
    );
  }
}

/** Dawn reports what goes wrong on the device by events only, after which its results are wrong. @returns the first message */
function watch(device: GPUDevice, name: string): () => string | undefined {
  let message: string | undefined;
  device.addEventListener("uncapturederror", (event) => {
    event.preventDefault();
    message ??= `WebGPU on ${name}: ${firstLine(event.error.message)}`;
  });
  void device.lost.then(({ reason, message: why }) => {
    if (reason !== "destroyed") message ??= `WebGPU on ${name}: the device was lost: ${firstLine(why)}`;
  });
  return () => message;
}

const firstLine = (text: string): string => text.trim().split("\n")[0]!;
