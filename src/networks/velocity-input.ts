/** How a network is told its velocity: settings that all networks of path integration have. */
import { oneOf, positive } from "../setting.ts";

/** What a network can be told of its motion, and how many numbers a step that is. */
export const inputNumbers = {
  /** x and y of its velocity. */
  velocity: 2,
  /** Speed, then cosine and sine of the turn. */
  egocentric: 3,
} as const;

export type MotionInput = keyof typeof inputNumbers;

export const motionInputSetting = () =>
  oneOf("velocity", "egocentric")
    .default("velocity")
    .describe(
      "what the network is told: x and y of its velocity, or its speed with cosine and sine of its turn",
    );

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
