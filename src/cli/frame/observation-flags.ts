/** Flags about how a network is looked at. Which network it is, with-subject.ts says. */
import type { ObservationOptions } from "../../analyse/observe.ts";
import type { Config } from "../../config/schema.ts";
import type { FlagTable, FlagValues } from "./flags.ts";

/** Flags of the commands that let a network run and look at it. */
export const observationFlags = {
  trajectories: {
    type: "integer",
    placeholder: "N",
    help: "fresh trajectories to run along",
    default: 12_000,
    minimum: 1,
  },
  steps: {
    type: "integer",
    placeholder: "T",
    help: "time steps of each (default: as trained)",
    minimum: 1,
  },
  bins: { type: "integer", placeholder: "N", help: "bins along each side", default: 20, minimum: 3 },
} as const satisfies FlagTable;

/** The seed defaults to that of the training; its trajectories are others all the same. */
export const observationOptions = (
  flags: FlagValues<typeof observationFlags> & { readonly seed: number | undefined },
  config: Config,
): ObservationOptions => ({
  seed: flags.seed ?? config.seed,
  trajectories: flags.trajectories,
  steps: flags.steps ?? config.train.sequenceLength,
  bins: flags.bins,
});
