/** What the shell computes of the open network: as `evaluate` does, in pieces between which Ctrl-C is heard. */

import type { GridScores } from "../src/analyse/grid-score.ts";
import type { NullScores } from "../src/analyse/nulls/null-scores.ts";
import type { Observation } from "../src/analyse/observe.ts";
import { lookOf } from "../src/cli/frame/subject.ts";
import { manyUnvisited, unvisitedShare } from "../src/cli/frame/unvisited-bins.ts";
import { printable } from "../src/printable.ts";
import type { Analysis, Evaluation, Look, Pace } from "../src/session/analysis.ts";
import { type ComparedNetwork, comparedNetwork } from "../src/session/comparison.ts";
import type { NullChoice } from "../src/session/look.ts";
import type { ReadoutStudy } from "../src/session/readout-study.ts";
import { unitNumbers as numbersOf, type UnitNumbers } from "../src/session/unit-columns.ts";
import type { ActivitySource } from "../src/tasks/activity-source.ts";
import type { OpenNetwork } from "./open-network.ts";
import type { Shell } from "./shell.ts";
import { openWait, type Wait } from "./wait.ts";

/** Work of the shell on what is called `name`: a line says how far it is, and keys are heard in between. */
export function paceOf(shell: Shell, name: string): Pace {
  let wait: Wait | undefined;
  return {
    breathe: () => shell.breathe(),
    progress(what, share) {
      wait ??= openWait(shell, printable(`${name}: ${what}`));
      wait.update(share);
    },
    ended() {
      wait?.end();
      wait = undefined;
    },
  };
}

/** The analysis of the open network; what is printed from now on names its conditions. */
export async function openAnalysis(shell: Shell): Promise<Analysis> {
  const analysis = await shell.network.analysis();
  shell.under(analysis.source.conditions);
  return analysis;
}

/** The analysis of a network, and how it is looked at as `set` has set it. */
async function opened(shell: Shell, network: OpenNetwork): Promise<{ analysis: Analysis; look: Look }> {
  const analysis = await network.analysis();
  return { analysis, look: lookOf(shell.settings.look, analysis.source) };
}

const warned = new WeakSet<Observation>();

/** Rate maps, activity and what is measured beside them, as `evaluate` observes them. */
export async function observed(shell: Shell): Promise<Observation> {
  await openAnalysis(shell);
  return observedOf(shell, shell.network);
}

async function observedOf(shell: Shell, network: OpenNetwork): Promise<Observation> {
  const { analysis, look } = await opened(shell, network);
  const observation = await analysis.observation(look);
  if (!warned.has(observation)) noteUnvisited(shell, observation, analysis.source);
  warned.add(observation);
  return observation;
}

/** Grid scores by the scorer that is set. */
export async function scored(shell: Shell): Promise<GridScores> {
  await observed(shell);
  const { analysis, look } = await opened(shell, shell.network);
  return analysis.scores(look);
}

/**
 * Scores of a null, by default of the one that is set; undefined when no unit has a score and a map that varies.
 * @throws UserError when the network has no such null
 */
export async function nullOf(shell: Shell, choice?: NullChoice): Promise<NullScores | undefined> {
  const { analysis, look } = await opened(shell, shell.network);
  const wanted = choice === undefined ? look : { ...look, null: choice };
  analysis.checkNull(wanted);
  await observed(shell);
  return analysis.nullScores(wanted);
}

/** The same as `evaluate` computes, of what is known already. */
export async function evaluationOf(
  shell: Shell,
): Promise<{ evaluation: Evaluation; readout: ReadoutStudy | undefined }> {
  await observed(shell);
  const { analysis, look } = await opened(shell, shell.network);
  return { evaluation: await analysis.evaluation(look), readout: await analysis.readout(look) };
}

/** What is to be compared of a network, which names its conditions itself. */
export async function compared(shell: Shell, network: OpenNetwork): Promise<ComparedNetwork> {
  await observedOf(shell, network);
  const { analysis, look } = await opened(shell, network);
  return comparedNetwork(network.name, analysis, look, network.subject.saved?.config);
}

/** Everything by which units are listed. */
export async function unitNumbers(shell: Shell): Promise<UnitNumbers> {
  await observed(shell);
  const { analysis, look } = await opened(shell, shell.network);
  return numbersOf(analysis, look);
}

function noteUnvisited(shell: Shell, { rates }: Observation, source: ActivitySource): void {
  const share = unvisitedShare(rates, source);
  if (share <= manyUnvisited) return;
  shell.note(
    `warning: ${Math.round(100 * share)} % of the bins are unvisited; set bins lower${source.usual.trajectories === undefined ? ", or trajectories higher" : ""}`,
  );
}
