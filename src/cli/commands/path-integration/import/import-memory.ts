/** Refuses a network that could not be read, or not be used once it is a run; before its weights are read. */
import { cellsInWords } from "../../../../code/code-words.ts";
import { cellsOf } from "../../../../code/open-path-code.ts";
import type { Engine } from "../../../../engine/engine.ts";
import type { ImportedNetwork } from "../../../../exchange/imported-network.ts";
import { elementCount } from "../../../../format/npy-array.ts";
import { type MemoryNeed, oneArray, onHeap, requireMemory } from "../../../../memory-need.ts";
import { floatBytes, parameterNeeds } from "../../../../networks/parameter-needs.ts";
import { portionNeeds } from "../../../../tasks/path-integration/activity.ts";
import { inputsOf } from "../../../../tasks/path-integration/motion-input.ts";
import { pathNetwork } from "../../../../tasks/path-integration/networks.ts";
import type { PathIntegrationSettings } from "../../../../tasks/path-integration/settings.ts";

/** Values of a tensor as the file has them, gathered, as float64 and as float32. */
const bytesPerValueRead = 28;

/** @throws UserError saying how large the network is, and what it would take */
export function requireImport(
  engine: Engine,
  { weights }: ImportedNetwork,
  settings: PathIntegrationSettings,
  name: string,
): void {
  const { model, code } = settings;
  const sizes = `${name}, a network of ${[`${model.units} units`, ...cellsInWords(code)].join(" and ")},`;
  const mend = "use a machine with more memory";
  requireMemory({ what: sizes, needs: readingNeeds(weights), mend });
  const network = pathNetwork(model.kind).open(model, { cells: cellsOf(code), ...inputsOf(settings) });
  const request = { seed: 0, trajectories: 1, steps: settings.train.sequenceLength };
  requireMemory({
    what: sizes,
    needs: [
      ...parameterNeeds(network.layout, 1, {}, "weights"),
      ...portionNeeds(engine, { settings, network }, network.taps[0].name, request, 1).map(withoutFlags),
    ],
    memory: engine.memory,
    mend,
  });
}

/** What is read is not to be lowered. */
const withoutFlags = (need: MemoryNeed): MemoryNeed => ({ ...need, settings: [] });

function readingNeeds(weights: ImportedNetwork["weights"]): MemoryNeed[] {
  const counts = Object.values(weights).map(({ shape }) => elementCount(shape));
  const all = counts.reduce((sum, count) => sum + count, 0);
  return [
    onHeap("its weights", all * floatBytes),
    oneArray("the checkpoint", all * floatBytes),
    onHeap("the largest on its way", Math.max(...counts) * bytesPerValueRead),
  ];
}
