/** Which device a training runs on: what `auto` means here, and the trainer that belongs to it. */
import type { Config } from "../config/schema.ts";
import type { Engine } from "../engine/engine.ts";
import type { TfjsDevice } from "../engine/tfjs/tfjs-device.ts";
import type { FoundAdapter } from "../engine/tfjs/webgpu-adapter.ts";
import { programLine } from "../program-words.ts";
import type { OpenTrainer } from "../train/trainer.ts";
import { UserError } from "../user-error.ts";

/** What a training runs on. */
export interface ChosenDevice {
  readonly name: Exclude<Config["device"], "auto">;
  /** One line for a reader. */
  readonly description: string;
  readonly openTrainer?: OpenTrainer;
  close(): void;
}

/**
 * Opens the device the configuration asks for; tfjs is loaded only when it is needed.
 * @throws UserError when there is no such device here
 */
export async function openDevice(engine: Engine, { device, workers }: Config): Promise<ChosenDevice> {
  if (device === "hybrid") return hybridDevice(engine);
  if (device === "auto") {
    const adapter = await hardwareAdapter();
    return adapter ? tfjsDevice(await openWebgpu(adapter)) : hybridDevice(engine);
  }
  if (device === "webgpu") return tfjsDevice(await openWebgpu(await anyAdapter()));
  if (device === "wasm") {
    const { openWasmDevice } = await import("../engine/tfjs/wasm-device.ts");
    return tfjsDevice(await openWasmDevice({ threads: workers === "auto" ? 1 : workers, blas: engine.blas }));
  }
  const { openCpuDevice } = await import("../engine/tfjs/cpu-device.ts");
  return tfjsDevice(openCpuDevice());
}

/** The engine's own kernels. */
export function hybridDevice({ blas, pool }: Engine): ChosenDevice {
  const products = blas ? `${blas.description}, not bit-reproducible` : "WASM kernels, bit-reproducible";
  return {
    name: "hybrid",
    description: `${pool.threads} threads, dense products: ${products}`,
    close() {},
  };
}

async function tfjsDevice(device: TfjsDevice): Promise<ChosenDevice> {
  const { tfjsTrainer } = await import("../train/tfjs-trainer.ts");
  return {
    name: device.name,
    description: `${device.description}, not bit-reproducible`,
    openTrainer: tfjsTrainer(device),
    close: () => device.close(),
  };
}

async function openWebgpu(adapter: FoundAdapter): Promise<TfjsDevice> {
  const { openWebgpuDevice } = await import("../engine/tfjs/webgpu-device.ts");
  return openWebgpuDevice(adapter);
}

async function hardwareAdapter(): Promise<FoundAdapter | undefined> {
  const { findAdapters } = await import("../engine/tfjs/webgpu-adapter.ts");
  return (await findAdapters()).adapters.find(({ kind }) => kind === "hardware");
}

/** The best there is, also a software one: it was asked for by name. */
async function anyAdapter(): Promise<FoundAdapter> {
  const { findAdapters } = await import("../engine/tfjs/webgpu-adapter.ts");
  const [first] = (await findAdapters()).adapters;
  if (first) return first;
  throw new UserError(
    "there is no WebGPU adapter on this machine",
    `install a driver (${programLine(["doctor"])} says more), or use --device hybrid`,
  );
}
