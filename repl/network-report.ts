/** What `open` and `info` say of a network. */
import { alignColumns } from "../src/cli/frame/columns.ts";
import type { OpenNetwork } from "./open-network.ts";

export const networkAnswer = ({ name, saved: { checkpoint, config } }: OpenNetwork) => ({
  run: name,
  checkpoint: checkpoint.path,
  step: checkpoint.step,
  config,
});

/** `quick: 256 relu units, step 2000 of 2000`. */
export const inShort = ({ name, saved: { checkpoint, config } }: OpenNetwork): string =>
  `${name}: ${config.model.units} ${config.model.activation} units, step ${checkpoint.step} of ${config.train.steps}`;

export function showNetwork(network: OpenNetwork): string[] {
  const { checkpoint, config } = network.saved;
  const { model, code, world, train, seed } = config;
  const told = model.velocityUnit === "metresPerStep" ? "metres per step" : "metres per second";
  return alignColumns([
    ["network", inShort(network)],
    ["checkpoint", checkpoint.path],
    ["told", `its velocity in ${told}`],
    ["code", `${code.placeCells} place cells, ${code.kind}`],
    ["", `width ${code.width} m, centres ${code.centres}`],
    [
      "box",
      `${world.boxWidth} x ${world.boxHeight} m${world.periodic ? ", periodic" : ""}, dt ${world.dt} s`,
    ],
    ["training", `${train.batchSize} trajectories of ${train.sequenceLength} steps a batch, seed ${seed}`],
  ]);
}
