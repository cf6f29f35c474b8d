/** The devices of tfjs that there are on this machine; a test that uses them says which it skips and why. */
import { findBlas } from "../../src/engine/find-blas.ts";
import { openCpuDevice } from "../../src/engine/tfjs/cpu-device.ts";
import type { TfjsDevice } from "../../src/engine/tfjs/tfjs-device.ts";
import { openWasmDevice } from "../../src/engine/tfjs/wasm-device.ts";
import { findAdapters } from "../../src/engine/tfjs/webgpu-adapter.ts";
import { openWebgpuDevice } from "../../src/engine/tfjs/webgpu-device.ts";

export interface DeviceCase {
  readonly title: string;
  /** Undefined when the device is not to be had here. */
  readonly open: (() => TfjsDevice | Promise<TfjsDevice>) | undefined;
}

const available = (title: string, open: DeviceCase["open"], why: string): DeviceCase => ({
  title: open ? title : `${title} (skipped: ${why})`,
  open,
});

const blas = findBlas();
const firstAdapter = async () => (await findAdapters()).adapters[0];
const adapter = await firstAdapter();

const openWebgpu = async () => openWebgpuDevice((await firstAdapter())!);

/** One for all tests of a process, never closed: a software adapter compiles the shaders of each device for seconds. */
let shared: Promise<TfjsDevice> | undefined;
const sharedWebgpu = async () => ({ ...(await (shared ??= openWebgpu())), close() {} });

/** One that is to be closed. tfjs has one webgpu backend at a time: the shared one is opened anew after it. */
export function openFreshWebgpu(): Promise<TfjsDevice> {
  shared = undefined;
  return openWebgpu();
}

export const webgpuCase = available(
  adapter ? `webgpu on ${adapter.name}` : "webgpu",
  adapter && sharedWebgpu,
  "no WebGPU adapter",
);

export const deviceCases: readonly DeviceCase[] = [
  { title: "cpu", open: openCpuDevice },
  { title: "wasm", open: () => openWasmDevice() },
  { title: "wasm with 2 threads", open: () => openWasmDevice({ threads: 2 }) },
  available("wasm with a BLAS", blas && (() => openWasmDevice({ blas })), "no BLAS"),
  webgpuCase,
];

/** Opens a device for `work` only. */
export async function withDevice<T>(
  open: NonNullable<DeviceCase["open"]>,
  work: (device: TfjsDevice) => Promise<T>,
): Promise<T> {
  const device = await open();
  try {
    device.use();
    return await work(device);
  } finally {
    device.close();
  }
}
