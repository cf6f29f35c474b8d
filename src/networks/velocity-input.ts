/** How a network is told its velocity: settings that all networks of path integration have. */
import { oneOf, positive } from "../setting.ts";

export type VelocityUnit = "metresPerStep" | "metresPerSecond";

export const velocityUnitSetting = () =>
  oneOf("metresPerStep", "metresPerSecond")
    .default("metresPerSecond")
    .describe("unit in which the network is told its velocity");

export const velocityScaleSetting = () => positive().default(1).describe("factor on the velocity input");

/** What multiplies a velocity in m/s. @param dt duration of a time step, s */
export const velocityScaleOf = (
  model: {
    readonly velocityUnit: VelocityUnit;
    readonly velocityScale: number;
  },
  dt: number,
): number => model.velocityScale * (model.velocityUnit === "metresPerStep" ? dt : 1);
