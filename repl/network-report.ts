/** What `open` and `info` say of what is open. */
import { alignColumns } from "../src/cli/frame/columns.ts";
import type { OpenNetwork } from "./open-network.ts";

export const networkAnswer = ({ name, source, subject: { saved, step } }: OpenNetwork) => ({
  run: name,
  checkpoint: source,
  step,
  config: saved?.config ?? null,
});

/** `quick: 256 relu units, 512 place cells, step 1300 of 1300`. */
export function inShort({ name, subject: { saved, step }, choice }: OpenNetwork): string {
  if (!saved) return `${name}: recorded activity`;
  const { config, task } = saved;
  const how = choice.untrained ? "untrained" : `step ${step} of ${config.train.steps}`;
  const tap = choice.tap === undefined ? "" : `, looking at ${choice.tap}`;
  return `${name}: ${task.describe(config)}, ${how}${tap}`;
}

export function showNetwork(network: OpenNetwork): string[] {
  const { saved } = network.subject;
  return alignColumns([
    ["network", inShort(network)],
    [saved ? "checkpoint" : "file", network.source],
    ...(saved ? saved.task.facts(saved.config) : []),
  ]);
}
