/** What automatic differentiation holds of the losses of several ensembles, beside what a network says for one. */
import type { PathCode } from "../../code/path-code.ts";
import type { MemoryNeed } from "../../memory-need.ts";
import { floatBytes } from "../../networks/parameter-needs.ts";
import type { BatchSize } from "../../networks/path-network.ts";

/** The gradient of each ensemble's columns is as wide as all of them. Factors were fitted to the most that tfjs held at once. */
export function lossNeeds(
  { parts, cells }: PathCode,
  { batchSize, sequenceLength }: BatchSize,
): MemoryNeed[] {
  const together = parts.length > 1 ? 3 * parts.length : 0;
  const apart = parts.some(({ loss }) => loss === "sigmoid") ? 3 : 0;
  if (together + apart === 0) return [];
  return [
    {
      label: "losses of the ensembles",
      bytes: (together + apart) * batchSize * sequenceLength * cells * floatBytes,
      settings: ["code.placeCells", "code.morePlaces", "code.headCells", "train.batchSize"],
    },
  ];
}
