/** The settings of a box in which a rat runs: their ranges, defaults (ours, not a reference's) and meaning. */
import type { z } from "zod";
import { between, count, flag, group, oneOf, share } from "../setting.ts";
import type { Arena } from "./arena.ts";

/** Beyond these, in SI units, is no rat; float32 has room for all that is computed of them. */
const [smallest, largest] = [1e-6, 1e6];
const side = () => between(0.001, largest);

export const seedSetting = () => count(0).default(0).describe("of all random numbers");

/**
 * `wallRule` faithful: the published rule looks at the current position only, so 0.6 % of the samples lie outside the box.
 * inside: a step that would leave the box is taken along the wall instead; the rat never leaves.
 * Defaults and meaning: Sorscher et al. 2019, with the steering parameters of its successors.
 */
export const openFieldSettings = group({
  kind: oneOf("openField").default("openField").describe("arena"),
  boxWidth: side().default(2.2).describe("m"),
  boxHeight: side().default(2.2).describe("m"),
  dt: between(1e-6, 1000).default(0.02).describe("s, one time step"),
  periodic: flag().default(false).describe("leaving on one side enters on the other; the walls are gone"),
  wallRule: oneOf("inside", "faithful")
    .default("inside")
    .describe("never outside the box, or the published rule, which leaks 0.6 % of the samples"),
  borderRegion: share(largest).default(0.03).describe("m, how near a wall is avoided"),
  wallSlowdown: share(largest).default(0.25).describe("factor on the speed in the border region"),
  wallTurnScale: share(largest).default(1).describe("factor on the turn away from a wall"),
  speedRayleigh: between(smallest, largest)
    .default(0.13 * 2 * Math.PI)
    .describe("m/s, scale of the Rayleigh distribution"),
  speedScale: share(largest).default(1).describe("factor on all speeds"),
  speedMax: between(smallest, largest).nullable().default(null).describe("m/s, null for none"),
  velocitySmoothing: share(0.999).default(0).describe("weight of the previous speed"),
  turnSigma: share(largest)
    .default(5.76 * 2)
    .describe("rad/s, standard deviation of the turns"),
  turnSigmaScale: share(largest).default(1).describe("factor on turnSigma"),
}).superRefine((world, context) => {
  if (world.periodic) return;
  for (const side of ["boxWidth", "boxHeight"] as const) {
    if (world[side] > 2 * world.borderRegion) continue;
    const message = `a number above ${2 * world.borderRegion}, twice world.borderRegion`;
    context.addIssue({ code: "custom", path: [side], input: world[side], message });
  }
});

export type OpenField = z.output<typeof openFieldSettings>;

export const arenaOf = ({ boxWidth, boxHeight, periodic }: OpenField): Arena => ({
  width: boxWidth,
  height: boxHeight,
  periodic,
});
