/** The settings of a box in which a rat runs: their ranges, defaults (ours, not a reference's) and meaning. */
import type { z } from "zod";
import { between, count, flag, group, oneOf, share } from "../setting.ts";
import type { Arena } from "./arena.ts";

/** Beyond these, in SI units, is no rat; float32 has room for all that is computed of them. */
const [smallest, largest] = [1e-6, 1e6];
/** Simulated steps of a time step. */
const finest = 1000;
const side = () => between(0.001, largest);

export const seedSetting = () => count(0).default(0).describe("of all random numbers");

/**
 * `wallRule` faithful: the published rule looks at the current position only, so 0.6 % of the samples lie outside the box.
 * inside: a step that would leave the box is taken along the wall instead; the rat never leaves.
 * keptSpeed, of the notebook on square grids: as faithful, but near a wall the speed is that of the step before, slowed again each step.
 * Defaults and meaning: Sorscher et al. 2019, with the steering parameters of its successors.
 */
export const openFieldSettings = group({
  kind: oneOf("openField").default("openField").describe("arena"),
  boxWidth: side().default(2.2).describe("m"),
  boxHeight: side().default(2.2).describe("m"),
  shape: oneOf("rectangle", "circle")
    .default("rectangle")
    .describe("of the box; boxWidth and boxHeight are the diameter of a circle"),
  dt: between(1e-6, 1000).default(0.02).describe("s, one time step"),
  simulationDt: between(1e-6, 1000)
    .nullable()
    .default(null)
    .describe("s, finer step in which the path of each time step is simulated, null for dt itself"),
  periodic: flag().default(false).describe("leaving on one side enters on the other; the walls are gone"),
  wallRule: oneOf("inside", "faithful", "keptSpeed")
    .default("inside")
    .describe("never outside the box, as published (0.6 % leak), or so with no new speed near walls"),
  borderRegion: share(largest).default(0.03).describe("m, how near a wall is avoided"),
  wallSlowdown: share(largest).default(0.25).describe("factor on the speed in the border region"),
  wallTurnScale: share(largest).default(1).describe("factor on the turn away from a wall"),
  speedRayleigh: between(smallest, largest)
    .default(0.13 * 2 * Math.PI)
    .describe("m/s, scale of the Rayleigh distribution"),
  speedScale: share(largest).default(1).describe("factor on all speeds"),
  speedMax: between(smallest, largest).nullable().default(null).describe("m/s, null for none"),
  velocitySmoothing: share(0.999).default(0).describe("weight of the previous speed"),
  turnMean: between(-largest, largest).default(0).describe("rad/s, mean of the turns, positive to the left"),
  turnSigma: share(largest)
    .default(5.76 * 2)
    .describe("rad/s, standard deviation of the turns"),
  turnSigmaScale: share(largest).default(1).describe("factor on turnSigma"),
}).superRefine((world, context) => {
  const refuse = (name: "simulationDt" | "shape" | "boxHeight" | "boxWidth", message: string) =>
    context.addIssue({ code: "custom", path: [name], input: world[name], message });
  const { dt, simulationDt } = world;
  if (simulationDt !== null && !(simulationDt <= dt && dt / simulationDt <= finest)) {
    refuse("simulationDt", `a number from ${dt / finest} to ${dt}, world.dt, or null`);
  }
  if (world.shape === "circle" && world.periodic) refuse("shape", "rectangle when world.periodic is true");
  if (world.shape === "circle" && world.boxHeight !== world.boxWidth) {
    refuse("boxHeight", `${world.boxWidth}, world.boxWidth, when world.shape is circle`);
  }
  if (world.periodic) return;
  for (const side of ["boxWidth", "boxHeight"] as const) {
    if (world[side] > 2 * world.borderRegion) continue;
    refuse(side, `a number above ${2 * world.borderRegion}, twice world.borderRegion`);
  }
});

export type OpenField = z.output<typeof openFieldSettings>;

export const arenaOf = ({ boxWidth, boxHeight, periodic, shape }: OpenField): Arena => ({
  width: boxWidth,
  height: boxHeight,
  periodic,
  ...(shape === "circle" && { round: true }),
});
