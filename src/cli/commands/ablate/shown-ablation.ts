import type { MeanInterval } from "../../../analyse/bootstrap.ts";
import type { Ablation, MeasuredLesion } from "../../../session/ablation.ts";
import type { Look } from "../../../session/analysis.ts";
import type { SilencedClass } from "./chosen-lesions.ts";

/** An ablation and all that its numbers are to be judged by. */
export interface ShownAblation {
  readonly found: Ablation;
  /** Errors of the network before its first step, for each horizon; undefined where there is no such. */
  readonly untrained: readonly MeanInterval[] | undefined;
  /** Of decoding the true code, and of knowing nothing, cm. */
  readonly floorCm: number;
  readonly chanceCm: number;
  /** [units] mean activity. */
  readonly rates: ArrayLike<number>;
  /** By which units were scored and rates measured. */
  readonly look: Look;
  readonly seed: number;
  /** Where one is silenced. */
  readonly silencedClass?: SilencedClass | undefined;
}

/** Mean activity of some units. */
export const meanRate = (rates: ArrayLike<number>, units: readonly number[]): number =>
  units.reduce((sum, unit) => sum + rates[unit]!, 0) / units.length;

/** "top 8", "grid60>1 (12 units)" */
export const described = ({ name, units }: Pick<MeasuredLesion, "name" | "units">): string =>
  name.endsWith(` ${units.length}`)
    ? name
    : `${name} (${units.length} ${units.length === 1 ? "unit" : "units"})`;
