/** What `open` and `info` say of what is open. */
import { alignColumns } from "../src/cli/frame/columns.ts";
import { printable } from "../src/printable.ts";
import type { OpenNetwork } from "./open-network.ts";

export function networkAnswer({ name, source, units, subject: { saved, step }, choice }: OpenNetwork) {
  if (!saved) return { file: source, units: units ?? null };
  const { tap = null, untrained = false } = choice;
  return { run: name, checkpoint: source, step, tap, untrained, config: saved.config };
}

/** `quick: 256 relu units, 512 place cells, step 1300 of 1300`. */
export function inShort({ name, units, subject: { saved, step }, choice }: OpenNetwork): string {
  if (!saved) return printable(`${name}: activity of ${units ?? "recorded"} units`);
  const { config, task } = saved;
  const how = choice.untrained ? "untrained" : `step ${step} of ${config.train.steps}`;
  const tap = choice.tap === undefined ? "" : `, looking at ${choice.tap}`;
  return printable(`${name}: ${task.describe(config)}, ${how}${tap}`);
}

export function showNetwork(network: OpenNetwork, columns: number): string[] {
  const { saved } = network.subject;
  const rows = saved
    ? [["network", inShort(network)], ["checkpoint", network.source], ...saved.task.facts(saved.config)]
    : [
        ["open", inShort(network)],
        ["file", network.source],
      ];
  return alignColumns(rows, columns);
}
