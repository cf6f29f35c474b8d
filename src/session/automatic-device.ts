/** What the device `auto` is: a hardware GPU where a few steps show it faster for this network, else the own kernels. */
import type { TfjsDevice } from "../engine/tfjs/tfjs-device.ts";

/** How the devices are tried; device-probe.ts does it on this machine. */
export interface DeviceProbe {
  /** Cheap: false where no adapter can be hardware. */
  mayHaveGpu(): boolean;
  secondsOfHybridStep(): Promise<number>;
  /** Undefined: no adapter is hardware. */
  openGpu(): Promise<TfjsDevice | undefined>;
  secondsOfStepOn(device: TfjsDevice): Promise<number>;
}

export interface AutomaticDevice {
  /** Open; undefined: the own kernels. */
  readonly gpu: TfjsDevice | undefined;
  /** For a reader: "no hardware GPU". */
  readonly why: string;
}

/** A training that the own kernels end sooner does not wait for a card: opening one and compiling its shaders takes seconds. */
const worthwhileSeconds = 10;

/** What a choice depends on besides the machine. */
export interface PlannedSteps {
  /** To be made. */
  readonly steps: number;
  /** What made the last steps of a run that goes on: it keeps its device where it can. */
  readonly before?: string | undefined;
  /** What products of the own kernels are to be made by; naming it asks for those kernels, and with "wasm" for their bits. */
  readonly blas: "auto" | "native" | "wasm";
}

/** Chooses, and says why. A card that fails is not used. */
export async function chooseDevice(
  { steps, before, blas }: PlannedSteps,
  probe: DeviceProbe,
): Promise<AutomaticDevice> {
  const goesOn = before === "webgpu" ? "webgpu" : undefined;
  if (before === "hybrid") return ownKernels("as before");
  if (!probe.mayHaveGpu()) return withoutGpu(goesOn);
  if (blas !== "auto") return ownKernels(`as blas is ${blas}`);
  const hybrid = goesOn ? undefined : await probe.secondsOfHybridStep();
  if (hybrid !== undefined && steps * hybrid < worthwhileSeconds) {
    return ownKernels(`${milliseconds(hybrid)} a step, over before a GPU is ready`);
  }
  let gpu: TfjsDevice | undefined;
  try {
    gpu = await probe.openGpu();
    if (!gpu) return withoutGpu(goesOn);
    if (hybrid === undefined) return { gpu, why: "as before" };
    const seconds = await probe.secondsOfStepOn(gpu);
    if (seconds < hybrid)
      return { gpu, why: `${milliseconds(seconds)} a step; hybrid ${milliseconds(hybrid)}` };
    gpu.close();
    return ownKernels(`${milliseconds(hybrid)} a step; ${gpu.description} ${milliseconds(seconds)}`);
  } catch (error) {
    gpu?.close();
    return ownKernels(`the GPU fails: ${(error as Error).message.split("\n")[0]}`);
  }
}

const ownKernels = (why: string): AutomaticDevice => ({ gpu: undefined, why });

const withoutGpu = (before: string | undefined): AutomaticDevice =>
  ownKernels(before ? `no hardware GPU; ${before} before` : "no hardware GPU");

function milliseconds(seconds: number): string {
  const value = 1000 * seconds;
  return `${value.toFixed(value < 10 ? 1 : 0)} ms`;
}
