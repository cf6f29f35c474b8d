/** What the arrays of a network take in memory. */
import type { MemoryNeed } from "../memory-need.ts";
import type { Axis, Layout } from "./layout.ts";

export const floatBytes = 4;

/**
 * Of the arrays of a network.
 * @param copies how many of each there are: weights, gradients, what the optimizer keeps
 * @param settingOf the setting that a size comes from
 */
export const parameterNeeds = (
  layout: Layout,
  copies: number,
  settingOf: Readonly<Record<string, string>>,
  what: string,
): MemoryNeed[] =>
  Object.values(layout).map(({ name, shape, axes }) => ({
    label: `${name} ${what}`,
    bytes: copies * shape.reduce((product, side) => product * side, floatBytes),
    settings: [...new Set(axes.flatMap((axis) => settingOf[sizeOf(axis)] ?? []))],
  }));

const sizeOf = (axis: Axis): string => (typeof axis === "object" ? axis[1] : String(axis));
