/** Noise on what a network is told of its motion: settings that all networks of path integration have. */
import { z } from "zod";
import { flag } from "../setting.ts";
import { UserError } from "../user-error.ts";

const allowed = "a number of at least 0, or one for each input, such as 0.01, 0, 0";

/** The numbers of a list; undefined when one is none, or below 0. */
function numbersIn(given: number | string): number[] | undefined {
  const parts = typeof given === "number" ? [given] : given.split(",").map((part) => part.trim());
  const numbers = parts.map((part) => (part === "" ? Number.NaN : Number(part)));
  return numbers.every((number) => number >= 0 && Number.isFinite(number)) ? numbers : undefined;
}

export const velocityNoiseSettings = () => ({
  velocityNoise: z
    .union([z.number(), z.string()], { error: allowed })
    .refine((given) => numbersIn(given) !== undefined, { error: allowed })
    .default(0)
    .describe(
      "standard deviation of noise on what the network is told, after unit and scale: one number, or one for each input",
    ),
  noiseInEvaluation: flag()
    .default(false)
    .describe("whether the noise stays where a network is looked at, as in the published code"),
});

/** Standard deviation for each input; undefined: no noise. @throws UserError when there are not as many as inputs */
export function velocityNoiseOf(given: number | string, inputs: number): readonly number[] | undefined {
  const numbers = numbersIn(given);
  const each = numbers?.length === 1 ? Array<number>(inputs).fill(numbers[0]!) : numbers;
  if (each?.length !== inputs) {
    throw new UserError(
      `model.velocityNoise is "${given}", the network is told ${inputs} numbers a step`,
      `give one number, or ${inputs}`,
      2,
    );
  }
  return each.some((deviation) => deviation > 0) ? each : undefined;
}
