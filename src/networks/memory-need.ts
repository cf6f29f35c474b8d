/** What a training holds in memory, said before it is asked for. */
import { formatBytes } from "../engine/memory.ts";
import { UserError } from "../user-error.ts";
import type { Axis, Layout } from "./layout.ts";

/** One kind of array, and the settings its size comes from. */
export interface MemoryNeed {
  readonly label: string;
  readonly bytes: number;
  readonly settings: readonly string[];
}

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

/** @throws UserError naming the largest arrays and the settings to lower */
export function refuseWhatDoesNotFit(needs: readonly MemoryNeed[], available: number): void {
  const wanted = needs.reduce((total, { bytes }) => total + bytes, 0);
  if (wanted <= available) return;
  const sorted = needs.toSorted((a, b) => b.bytes - a.bytes);
  const [first, second] = sorted.map(({ label, bytes }) => `${formatBytes(bytes)} for ${label}`);
  throw new UserError(
    `training needs ${formatBytes(wanted)} of memory, ${formatBytes(available)} can be had: ${first}, ${second}`,
    `lower ${sorted[0]!.settings.join(", ")}`,
  );
}
