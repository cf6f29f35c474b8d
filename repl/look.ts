/** What the shell computes of the open network, each once, in pieces between which Ctrl-C is heard. */
import { borderScores } from "../src/analyse/border-score.ts";
import type { GridScores } from "../src/analyse/grid-score.ts";
import { gridSpacings } from "../src/analyse/grid-spacing.ts";
import { matchedNull, type NoiseNull } from "../src/analyse/null.ts";
import { type Observation, Observer } from "../src/analyse/observe.ts";
import { peakRates } from "../src/analyse/rate-map.ts";
import { observationOptions } from "../src/cli/frame/observation-flags.ts";
import { manyUnvisited, unvisitedShare } from "../src/cli/frame/unvisited-bins.ts";
import { portionsOf } from "../src/tasks/path-integration/roll-outs.ts";
import type { OpenNetwork } from "./open-network.ts";
import { scoreInPieces } from "./score-in-pieces.ts";
import type { Shell } from "./shell.ts";
import type { Look } from "./shell-settings.ts";
import type { UnitNumbers } from "./unit-columns.ts";
import { openWait } from "./wait.ts";

export const lookOptions = (network: OpenNetwork, { bins, trajectories, steps }: Look) =>
  observationOptions({ bins, trajectories, steps, seed: undefined }, network.saved.config);

/** Rate maps, activity and decode error along fresh trajectories, as `evaluate` observes them. */
export function observed(shell: Shell, network: OpenNetwork = shell.network): Promise<Observation> {
  const options = lookOptions(network, shell.settings.look);
  return network.once(`observation ${JSON.stringify(options)}`, async () => {
    const { engine, subject } = await network.machine();
    const observer = new Observer(engine, subject, options);
    const wait = openWait(shell, `running ${network.name}`);
    try {
      let seen = 0;
      for (const count of portionsOf(subject, options)) {
        observer.look(seen, count);
        seen += count;
        wait.update(seen / options.trajectories);
        await shell.breathe();
      }
      const observation = observer.finish();
      noteUnvisited(shell, observation);
      return observation;
    } finally {
      wait.end();
      observer.free();
    }
  });
}

/** Grid scores by the scorer that is set. */
export async function scored(shell: Shell, network: OpenNetwork = shell.network): Promise<GridScores> {
  const { rates } = await observed(shell, network);
  const { scorer } = shell.settings.look;
  return network.once(`scores ${scorer.name} ${keyOf(shell)}`, async () => {
    const { engine } = await network.machine();
    return scoreInPieces(shell, engine, rates, scorer);
  });
}

/** Scores of matched noise; undefined when no unit has a score and a map that varies. */
export async function nullOf(
  shell: Shell,
  network: OpenNetwork = shell.network,
): Promise<NoiseNull | undefined> {
  const { rateMap, units, binsX: bins } = (await observed(shell, network)).rates;
  const { grid60 } = await scored(shell, network);
  const { scorer } = shell.settings.look;
  return network.once(`null ${scorer.name} ${keyOf(shell)}`, async () => {
    const { engine } = await network.machine();
    return matchedNull(engine, scorer, rateMap, { units, bins }, grid60, network.saved.config.seed);
  });
}

/** Everything by which units are listed. */
export async function unitNumbers(shell: Shell, network: OpenNetwork = shell.network): Promise<UnitNumbers> {
  const { rates, activity } = await observed(shell, network);
  const { grid60, grid90 } = await scored(shell, network);
  const { scorer } = shell.settings.look;
  return network.once(`numbers ${scorer.name} ${keyOf(shell)}`, async () => {
    const { engine, subject } = await network.machine();
    const { units, binsX, binsY, rateMap } = rates;
    const shape = { units, binsX, binsY };
    const border = borderScores(rateMap, shape, subject.arena);
    await shell.breathe();
    return {
      grid60,
      grid90,
      border: Float64Array.from(border, ({ score }) => score),
      spacing: gridSpacings(engine, rateMap, shape, subject.arena, scorer.unvisited),
      mean: activity.mean,
      peak: peakRates(rates),
      active: activity.unitDensity.map((share) => 100 * share),
    };
  });
}

function noteUnvisited(shell: Shell, { rates }: Observation): void {
  const share = unvisitedShare(rates);
  if (share <= manyUnvisited) return;
  shell.note(
    `warning: ${Math.round(100 * share)} % of the bins are unvisited; set bins lower, or trajectories higher`,
  );
}

const keyOf = ({ settings: { look } }: Shell): string => `${look.bins} ${look.trajectories} ${look.steps}`;
