import { describeMachine } from "../engine/machine.ts";
import type { TfjsDeviceName } from "../engine/tfjs/tfjs-device.ts";
import { type MemoryNeed, refuseWhatDoesNotFit } from "./memory-needs.ts";
import type { Settings } from "./settings.ts";

const floatBytes = 4;
const wasmHeapBytes = 2 ** 32;

/**
 * What a step by automatic differentiation holds at its height, the largest first. The factors were fitted to the most that
 * tfjs held at once; a test holds them to 10 %.
 */
export function tfjsMemoryNeeds({ model, code, train }: Settings): readonly MemoryNeed[] {
  const { units } = model;
  const { placeCells } = code;
  const { batchSize, sequenceLength } = train;
  const samples = batchSize * sequenceLength;
  const ofBatch = ["train.batchSize", "train.sequenceLength"];
  return [
    {
      label: "logits and what follows from them",
      bytes: 13.5 * samples * placeCells * floatBytes,
      settings: ["code.placeCells", ...ofBatch],
    },
    {
      label: "hidden states and their gradients",
      bytes: 12.7 * samples * units * floatBytes,
      settings: ["model.units", ...ofBatch],
    },
    {
      label: "recurrent weights' gradients, one a time step",
      bytes: (2 * sequenceLength + 10.3) * units * units * floatBytes,
      settings: ["model.units", "train.sequenceLength"],
    },
    {
      label: "encoder and decoder with gradients and moments",
      bytes: 8 * units * placeCells * floatBytes,
      settings: ["model.units", "code.placeCells"],
    },
  ].sort((a, b) => b.bytes - a.bytes);
}

/**
 * Refuses a training that cannot fit onto a device of tfjs; called before a run is made. What a graphics card holds is not known
 * before it is asked for.
 * @throws UserError naming the largest arrays and the settings to lower
 */
export function checkTfjsMemory(
  settings: Settings,
  device: TfjsDeviceName,
  machineBytes: number = describeMachine().memoryLimitBytes,
): void {
  if (device === "webgpu") return;
  const limit = device === "wasm" ? Math.min(wasmHeapBytes, machineBytes) : machineBytes;
  refuseWhatDoesNotFit(tfjsMemoryNeeds(settings), limit);
}
