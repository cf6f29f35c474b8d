/** Which device a training runs on: what `auto` means here, and the trainer that belongs to it. */
import type { Config } from "../config/schema.ts";
import type { Engine } from "../engine/engine.ts";
import type { TfjsDevice } from "../engine/tfjs/tfjs-device.ts";
import type { FoundAdapter } from "../engine/tfjs/webgpu-adapter.ts";
import { programLine } from "../program-words.ts";
import type { OpenTrainer } from "../train/trainer.ts";
import { UserError } from "../user-error.ts";
import { chooseDevice, type DeviceProbe } from "./automatic-device.ts";
import { deviceProbe } from "./device-probe.ts";

/** What a training runs on. */
export interface ChosenDevice {
  readonly name: Exclude<Config["device"], "auto">;
  /** One line for a reader. */
  readonly description: string;
  readonly openTrainer?: OpenTrainer;
  close(): void;
}

/** A training that is to be made. */
export interface PlannedTraining {
  readonly config: Config;
  /** Steps to make. */
  readonly steps: number;
  /** What made the last steps of a run that goes on. */
  readonly before?: string | undefined;
}

/**
 * Opens the device the configuration asks for; tfjs is loaded only when it is needed.
 * @throws UserError when there is no such device here
 */
export async function openDevice(
  engine: Engine,
  { config, steps, before }: PlannedTraining,
  probe: DeviceProbe = deviceProbe(engine, config),
): Promise<ChosenDevice> {
  const { device, workers } = config;
  if (device === "hybrid") return hybridDevice(engine);
  if (device === "auto") {
    const { gpu, why } = await chooseDevice({ steps, before, blas: config.blas }, probe);
    return gpu ? tfjsDevice(gpu, why) : hybridDevice(engine, why);
  }
  if (device === "webgpu") return tfjsDevice(await openWebgpu(await anyAdapter()));
  if (device === "wasm") {
    const { openWasmDevice } = await import("../engine/tfjs/wasm-device.ts");
    return tfjsDevice(await openWasmDevice({ threads: workers === "auto" ? 1 : workers, blas: engine.blas }));
  }
  const { openCpuDevice } = await import("../engine/tfjs/cpu-device.ts");
  return tfjsDevice(openCpuDevice());
}

const reason = (why: string | undefined): string => (why === undefined ? "" : ` (${why})`);

/** The engine's own kernels. @param why they were chosen */
export function hybridDevice({ blas, pool }: Engine, why?: string): ChosenDevice {
  const products = blas ? `${blas.description}, not bit-reproducible` : "WASM kernels, bit-reproducible";
  const threads = `${pool.threads} ${pool.threads === 1 ? "thread" : "threads"}`;
  return {
    name: "hybrid",
    description: `hybrid${reason(why)}, ${threads}, ${products}`,
    close() {},
  };
}

async function tfjsDevice(device: TfjsDevice, why?: string): Promise<ChosenDevice> {
  const { tfjsTrainer } = await import("../train/tfjs-trainer.ts");
  return {
    name: device.name,
    description: `${device.description}${reason(why)}, not bit-reproducible`,
    openTrainer: tfjsTrainer(device),
    close: () => device.close(),
  };
}

async function openWebgpu(adapter: FoundAdapter): Promise<TfjsDevice> {
  const { openWebgpuDevice } = await import("../engine/tfjs/webgpu-device.ts");
  return openWebgpuDevice(adapter);
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
