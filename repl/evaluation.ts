import { activeUnits } from "../src/analyse/activity.ts";
import type { Evaluation } from "../src/cli/commands/evaluate/evaluation-report.ts";
import { decodeFloorCm } from "../src/code/place-floors.ts";
import { chanceCm } from "../src/world/arena.ts";
import { lookOptions, nullOf, observed, scored } from "./look.ts";
import type { OpenNetwork } from "./open-network.ts";
import type { Shell } from "./shell.ts";

/** The same as `evaluate` computes, of what is known already. */
export async function evaluationOf(shell: Shell, network: OpenNetwork): Promise<Evaluation> {
  const observation = await observed(shell, network);
  const scores = await scored(shell, network);
  const noise = await nullOf(shell, network);
  const { look } = shell.settings;
  const floorCm = await network.once("floor", async () => {
    const { engine, subject } = await network.machine();
    const { seed } = lookOptions(network, look);
    return decodeFloorCm(engine, subject.readout.code, { seed }, subject.readout.topK);
  });
  const { subject } = await network.machine();
  return {
    step: network.saved.checkpoint.step,
    observation,
    floorCm,
    chanceCm: chanceCm(subject.arena),
    units: network.units,
    activeUnits: activeUnits(observation.activity).length,
    scorer: look.scorer,
    scores,
    noise,
  };
}
