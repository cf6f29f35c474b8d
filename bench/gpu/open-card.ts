import type { TfjsDevice } from "../../src/engine/tfjs/tfjs-device.ts";
import { findAdapters } from "../../src/engine/tfjs/webgpu-adapter.ts";
import { openWebgpuDevice } from "../../src/engine/tfjs/webgpu-device.ts";

/** The adapter that `--device webgpu` takes. @throws Error when there is none */
export async function openCard(): Promise<TfjsDevice> {
  const [first] = (await findAdapters()).adapters;
  if (!first) throw new Error("there is no WebGPU adapter");
  return openWebgpuDevice(first);
}
